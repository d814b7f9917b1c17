/** Of float32 values, as numpy's: the mean of the middle two, rounded to float32, of an even number. NaN for no values. */
export function median(values: readonly number[]): number {
  // `Float32Array.from` would take the array for any iterable, and several times as long.
  const parted = new Float32Array(values);
  const middle = parted.length >> 1;
  if (parted.length === 0) return Number.NaN;
  partAt(parted, middle);
  const upper = parted[middle]!;
  if (parted.length % 2 === 1) return upper;
  const lower = parted.subarray(0, middle).reduce((most, value) => Math.max(most, value));
  return Math.fround(Math.fround(lower + upper) / 2);
}

/** Moves values so that the one at `place` is where sorting would put it, none above it before it and none below it behind it (Hoare). */
function partAt(values: Float32Array, place: number): void {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else return;
  }
}
