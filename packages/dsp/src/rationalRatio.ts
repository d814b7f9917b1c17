/** Above these a table to interpolate in is smaller than a filter for each output of a period. */
const MOST_NUMERATOR = 1024;
const MOST_DENOMINATOR = 2048;

/**
 * The whole numbers of which a ratio of rates is the quotient: 22,050 / 48,000 is 147 / 320.
 *
 * @returns undefined when float64 knows no such numerator of at most 1,024 and denominator of at most 2,048
 */
export function rationalRatio(ratio: number): { numerator: number; denominator: number } | undefined {
  // Continued fractions: each convergent is the best approximation with so small a denominator.
  let [numerator, denominator] = [1, 0];
  let [before, denominatorBefore] = [0, 1];
  let rest = ratio;
  for (;;) {
    const whole = Math.floor(rest);
    [numerator, before] = [whole * numerator + before, numerator];
    [denominator, denominatorBefore] = [whole * denominator + denominatorBefore, denominator];
    if (numerator > MOST_NUMERATOR || denominator > MOST_DENOMINATOR) return undefined;
    if (numerator / denominator === ratio) return { numerator, denominator };
    rest = 1 / (rest - whole);
  }
}
