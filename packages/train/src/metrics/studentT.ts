/**
 * The t with P(-t <= T <= t) = confidence for Student's distribution with whole degrees of freedom, to 1e-12.
 *
 * Bisection on the distribution function, which for whole degrees of freedom is a finite sum.
 *
 * @see Abramowitz & Stegun 1964, 26.7.3 and 26.7.4
 */
export function studentT(confidence: number, degrees: number): number {
  let high = 1;
  while (inside(high, degrees) < confidence) high *= 2;
  let low = 0;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (inside(middle, degrees) < confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** P(-t <= T <= t). */
function inside(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const odd = degrees % 2 === 1;
  if (degrees === 1) return (2 * angle) / Math.PI;
  let term = odd ? cosine : 1;
  let sum = term;
  for (let n = odd ? 3 : 2; n <= degrees - 2; n += 2) {
    term *= (cosine * cosine * (n - 1)) / n;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
