import { cos } from '../trigonometry';

/**
 * Taylor's window: side lobes fall from `sll` dB on after `nbar` of nearly equal height; the middle weighs 1 where `norm`.
 *
 * @see scipy.signal.windows.taylor; Carrara, Goodman & Majewski 1995, "Spotlight Synthetic Aperture Radar", appendix D
 */
export function taylor(points: number, nbar = 4, sll = 30, norm = 1): (n: number) => number {
  const a = Math.acosh(10 ** (sll / 20)) / Math.PI;
  const s2 = nbar ** 2 / (a ** 2 + (nbar - 0.5) ** 2);
  const factors: number[] = [];
  for (let m = 1; m < nbar; m++) {
    let numerator = m % 2 === 1 ? 1 : -1;
    let denominator = 2;
    for (let k = 1; k < nbar; k++) {
      numerator *= 1 - m ** 2 / s2 / (a ** 2 + (k - 0.5) ** 2);
      if (k !== m) denominator *= 1 - m ** 2 / k ** 2;
    }
    factors.push(numerator / denominator);
  }
  const weight = (n: number) =>
    1 +
    2 *
      factors.reduce((sum, factor, index) => {
        return sum + factor * cos((2 * Math.PI * (index + 1) * (n - points / 2 + 0.5)) / points);
      }, 0);
  const scale = norm === 1 ? 1 / weight((points - 1) / 2) : 1;
  return (n) => weight(n) * scale;
}
