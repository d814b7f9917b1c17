/**
 * Sum in NumPy's order (eight running sums; halves above 128 values), so that means of classes agree with scikit-learn's
 * to the last bit, and with them the digit that is printed where a mean lies half way between two.
 */
export function pairwiseSum(values: readonly number[], from = 0, to = values.length): number {
  const n = to - from;
  let sum = 0;
  if (n < 8) {
    for (let i = from; i < to; i++) sum += values[i]!;
    return sum;
  }
  if (n > 128) {
    const half = Math.floor(n / 2);
    const middle = from + half - (half % 8);
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  const running = values.slice(from, from + 8);
  const whole = to - (n % 8);
  for (let i = from + 8; i < whole; i++) running[(i - from) % 8] = running[(i - from) % 8]! + values[i]!;
  const [a, b, c, d, e, f, g, h] = running as [number, number, number, number, number, number, number, number];
  sum = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < to; i++) sum += values[i]!;
  return sum;
}
