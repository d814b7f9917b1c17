import type { Tolerance } from './cases';

/** The largest difference of two results, as a part of their array's largest value; throws where they are not the same thing. */
export function largestDifference(
  ours: readonly Float32Array[],
  theirs: readonly Float32Array[],
  tolerance: Tolerance,
): number | 'shape' {
  const lengths = (arrays: readonly Float32Array[]) => arrays.map(({ length }) => length).join(' + ');
  if (lengths(ours) !== lengths(theirs)) {
    throw new Error(`disagrees: it gives ${lengths(theirs)} numbers, ours ${lengths(ours)}`);
  }
  if (ours.length === 0) throw new Error('disagrees: there are no numbers to compare');
  if (![...ours, ...theirs].every((array) => array.every(Number.isFinite))) {
    throw new Error('disagrees: there are numbers that are not finite');
  }
  if (tolerance === 'shape') return tolerance;
  const worst = Math.max(...ours.map((array, i) => relativeDifference(array, theirs[i]!)));
  if (!(worst <= tolerance)) {
    throw new Error(`disagrees by ${worst.toExponential(1)} of the largest value; ${tolerance} is allowed`);
  }
  return worst;
}

function relativeDifference(ours: Float32Array, theirs: Float32Array): number {
  let [difference, largest] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    difference = Math.max(difference, Math.abs(ours[i]! - theirs[i]!));
    largest = Math.max(largest, Math.abs(theirs[i]!));
  }
  return difference === 0 ? 0 : difference / largest;
}
