/** float32's smallest normal number: librosa divides no frame by less. */
const TINY = 1.1754943508222875e-38;

/** The sum of `count` values >= 0 from `start` on, or 1 where it is too small to divide by. */
export function frameSum(data: Float32Array, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += data[i]!;
  return sum < TINY ? 1 : sum;
}
