/** The places of a frame's local minima, in order: lower than before, no higher than after, the ends lower than their neighbour. */
export function troughs(difference: Float64Array): number[] {
  const places: number[] = [];
  const last = difference.length - 1;
  if (difference[0]! < difference[1]!) places.push(0);
  for (let i = 1; i < last; i++) {
    if (difference[i]! < difference[i - 1]! && difference[i]! <= difference[i + 1]!) places.push(i);
  }
  if (last > 0 && difference[last]! < difference[last - 1]!) places.push(last);
  return places;
}

/** How far the vertex of the parabola through a place and its neighbours lies from it; 0 at the ends and beyond a neighbour. */
export function parabolicShift(values: Float64Array, place: number): number {
  if (place === 0 || place === values.length - 1) return 0;
  const curvature = values[place + 1]! + values[place - 1]! - 2 * values[place]!;
  const slope = (values[place + 1]! - values[place - 1]!) / 2;
  return Math.abs(slope) >= Math.abs(curvature) ? 0 : -slope / curvature;
}
