/**
 * Distribution function of the standard normal, to 1e-15 absolute.
 *
 * @see Marsaglia 2004, "Evaluating the Normal Distribution": a series about 0
 */
export function normalCdf(z: number): number {
  if (z < -8.5) return 0;
  if (z > 8.5) return 1;
  let term = z;
  let sum = z;
  for (let n = 3; sum + term !== sum; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-(z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Quantile of the standard normal for 1e-8 < p < 1 - 1e-8, by bisection on {@link normalCdf}; to 1e-12 where 1e-3 < p < 1 - 1e-3. */
export function normalQuantile(p: number): number {
  let low = -8.5;
  let high = 8.5;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
