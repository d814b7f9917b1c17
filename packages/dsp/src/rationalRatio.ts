/**
 * The whole numbers of which a ratio of rates is the quotient: 22,050 / 48,000 is 147 / 320.
 *
 * @returns undefined when float64 knows no such numerator of at most `mostNumerator` and denominator of at most `mostDenominator`
 */
export function rationalRatio(
  ratio: number,
  mostNumerator: number,
  mostDenominator: number,
): { numerator: number; denominator: number } | undefined {
  // Continued fractions: each convergent is the best approximation with so small a denominator.
  let [numerator, denominator] = [1, 0];
  let [before, denominatorBefore] = [0, 1];
  let rest = ratio;
  for (;;) {
    const whole = Math.floor(rest);
    [numerator, before] = [whole * numerator + before, numerator];
    [denominator, denominatorBefore] = [whole * denominator + denominatorBefore, denominator];
    if (numerator > mostNumerator || denominator > mostDenominator) return undefined;
    if (numerator / denominator === ratio) return { numerator, denominator };
    rest = 1 / (rest - whole);
  }
}
