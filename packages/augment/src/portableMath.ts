// Functions from + - * / alone, which the language defines to the bit: those of `Math` differ between engines, and between versions of
// one, in the last bit. Within a few ulp of them.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** e^x. */
export function exp(x: number): number {
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = 14; n > 0; n--) series = 1 + (r / n) * series;
  // A whole power of two is exact everywhere.
  return series * 2 ** k;
}

/** Natural logarithm of a positive number, by x = 2^k m and the series of 2 atanh((m - 1) / (m + 1)). */
export function log(x: number): number {
  let k = Math.floor(Math.log2(x));
  let m = x / 2 ** k;
  if (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series = 0;
  for (let n = 23; n > 0; n -= 2) series = series * z + 1 / n;
  return k * LN2_HIGH + (2 * s * series + k * LN2_LOW);
}

/** A positive number to any power. */
export function pow(base: number, exponent: number): number {
  return exp(exponent * log(base));
}

export function log10(x: number): number {
  return log(x) / Math.LN10;
}
