export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
/** Of the series, the highest power first. */
export const COEFFICIENTS = [
  0.14798198605116586, 0.15313837699209373, 0.1818357216161805, 0.22222198432149784, 0.2857142874366239,
  0.3999999999940942, 0.6666666666666735,
] as const;

/**
 * Natural logarithm of a normal number in (0, 1], from + - * / alone.
 *
 * `Math.log` may differ in its last bit between engines; the language defines only the four operations and the square
 * root to the bit, and a seeded stream must give the same bytes everywhere. The method is fdlibm's: x = 2^k (1 + f),
 * then the series of 2 atanh(f / (2 + f)). Within 2e-16 (relative) of `Math.log`.
 */
export function log(x: number): number {
  let k = 0;
  let m = x;
  // Scaling by two is exact.
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const [a, b, c, d, e, g, h] = COEFFICIENTS;
  const series = z * (h + z * (g + z * (e + z * (d + z * (c + z * (b + z * a))))));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - f);
}
