import { cosTurns, exp } from './exactMath';

/** One cycle of the derivative of glottal flow in units of its period; the strongest excitation is -1. */
export interface GlottalPulse {
  /** Moment of the strongest excitation, in (0, 1): before it the glottis is open, after it it closes. */
  readonly te: number;
  /** Open phase: `gain exp(alpha p) sin(2 pi turns p)`. */
  readonly gain: number;
  readonly alpha: number;
  readonly turns: number;
  /** Return phase: `-returnGain (exp(-epsilon (p - te)) - rest)`. */
  readonly returnGain: number;
  readonly epsilon: number;
  readonly rest: number;
}

/**
 * The Liljencrants-Fant pulse of one shape parameter: Rd from 0.3 (pressed: short open phase, abrupt closure) to 2.7 (lax: long
 * open phase, soft closure).
 *
 * @see Fant, Liljencrants & Lin 1985, "A four-parameter model of glottal flow" (STL-QPSR 4) for the pulse; Fant 1995, "The
 * LF-model revisited" (STL-QPSR 2-3) for Rd
 */
export function glottalPulse(rd: number): GlottalPulse {
  const ra = (-1 + 4.8 * rd) / 100;
  const rk = (22.4 + 11.8 * rd) / 100;
  const rg = rk / (4 * ((0.11 * rd) / (0.5 + 1.2 * rk) - ra));
  const te = (1 + rk) / (2 * rg);
  const closing = 1 - te;
  // epsilon ra = 1 - exp(-epsilon closing): Newton's method from above, where it converges without oscillating.
  let epsilon = 1 / ra;
  for (let i = 0; i < 12; i++) {
    const rest = exp(-epsilon * closing);
    epsilon -= (epsilon * ra - 1 + rest) / (ra - closing * rest);
  }
  const rest = exp(-epsilon * closing);
  const returnGain = 1 / (epsilon * ra);
  const returned = returnGain * ((1 - rest) / epsilon - closing * rest);
  // Flow returns to zero: the open phase's area equals the return phase's. The area falls with alpha.
  const omega = 2 * Math.PI * rg;
  const sine = cosTurns(rg * te - 0.25);
  const cosine = cosTurns(rg * te);
  const area = (alpha: number) =>
    -(alpha * sine - omega * cosine + omega * exp(-alpha * te)) / (sine * (alpha * alpha + omega * omega));
  let low = -30;
  let high = 90;
  for (let i = 0; i < 48; i++) {
    const middle = (low + high) / 2;
    if (area(middle) > returned) low = middle;
    else high = middle;
  }
  const alpha = (low + high) / 2;
  return { te, gain: -1 / (exp(alpha * te) * sine), alpha, turns: rg, returnGain, epsilon, rest };
}
