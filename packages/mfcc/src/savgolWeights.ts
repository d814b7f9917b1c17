/**
 * The weights by which `width` equally spaced values give the derivative, at `position` (0 to width - 1), of the polynomial
 * that fits them best (Savitzky and Golay 1964).
 *
 * By polynomials that are orthogonal on the grid (Gram), so that wide windows and high degrees lose no digits.
 */
export function savgolWeights(width: number, degree: number, derivative: number, position: number): Float64Array {
  const middle = (width - 1) / 2;
  const at = position - middle;
  const weights = new Float64Array(width);
  // P[k + 1](x) = x P[k](x) - b[k] P[k - 1](x), b[k] the ratio of their squared norms; likewise for each derivative at `at`.
  let previous = new Float64Array(width);
  let current = new Float64Array(width).fill(1);
  let previousAt = new Float64Array(derivative + 1);
  let currentAt = new Float64Array(derivative + 1);
  currentAt[0] = 1;
  let norm = width;
  let previousNorm = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= degree; k++) {
    for (let i = 0; i < width; i++) weights[i]! += (current[i]! * currentAt[derivative]!) / norm;
    const next = new Float64Array(width);
    const nextAt = new Float64Array(derivative + 1);
    const ratio = norm / previousNorm;
    for (let i = 0; i < width; i++) next[i] = (i - middle) * current[i]! - ratio * previous[i]!;
    for (let d = 0; d <= derivative; d++) {
      nextAt[d] = at * currentAt[d]! + (d > 0 ? d * currentAt[d - 1]! : 0) - ratio * previousAt[d]!;
    }
    [previous, current, previousAt, currentAt] = [current, next, currentAt, nextAt];
    [previousNorm, norm] = [norm, current.reduce((sum, value) => sum + value * value, 0)];
  }
  return weights;
}
