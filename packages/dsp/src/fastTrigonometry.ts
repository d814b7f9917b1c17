// Most of a phase vocoder's time went into angles, sines and cosines whose results are rounded to float32 (6e-8). Polynomials
// (Chebyshev interpolation) that are exact to 1e-9 take half the time of Math.atan2, Math.sin and Math.cos.

/** tan(pi / 8) */
export const TAN_EIGHTH = 0.41421356237309503;
const EIGHTH = Math.PI / 8;
const HALF = Math.PI / 2;
const { PI } = Math;
const { abs, atan2 } = Math;
const TURN = 2 * PI;
const TURNS = 1 / TURN;

/** Coefficients of 1, q, q^2, ... (q the square of the argument) of atan(x) / x, sin(x) / x and cos(x). */
const ARC_TANGENT = [
  0.9999999999783992, -0.33333332097619023, 0.1999988385716759, -0.14281588787648272, 0.11040489394326297,
  -0.08456193752147842, 0.04707349829793937,
] as const;
const SINE = [
  0.9999999999956726, -0.16666666631589003, 0.00833332878229936, -0.00019839202172159784, 2.717345361627713e-6,
] as const;
const COSINE = [
  0.9999999999999435, -0.4999999999934735, 0.04166666654358041, -0.0013888880382498289, 2.4798927129567507e-5,
  -2.717334712576943e-7,
] as const;

/** Highest power first, as Horner's scheme takes them. */
export const POLYNOMIALS = {
  arcTangent: ARC_TANGENT.toReversed(),
  sine: SINE.toReversed(),
  cosine: COSINE.toReversed(),
};

/** Added and subtracted, it rounds numbers below 2^51 to whole ones, halves to the even one. */
const ROUNDER = 1.5 * 2 ** 52;

/** The angle less its whole turns, up to 2^51 of them. */
export function withoutTurns(angle: number): number {
  return angle - TURN * (angle * TURNS + ROUNDER - ROUNDER);
}

/** atan2(y[i], x[i]) within 1e-10, equal to Math.atan2 (signs of zeros count) where both are 0. */
export function angles(y: Float32Array, x: Float32Array, out: Float32Array): void {
  const [a0, a1, a2, a3, a4, a5, a6] = ARC_TANGENT;
  for (let i = 0; i < y.length; i++) {
    const re = x[i]!;
    const im = y[i]!;
    const width = abs(re);
    const height = abs(im);
    if (width + height === 0) {
      out[i] = atan2(im, re);
      continue;
    }
    const steep = height > width;
    const large = steep ? height : width;
    const small = steep ? width : height;
    // The angle less an eighth of a half turn: from -0.41 to 0.41 the series needs few terms.
    const z = (small - TAN_EIGHTH * large) / (large + TAN_EIGHTH * small);
    const q = z * z;
    const series = a0 + q * (a1 + q * (a2 + q * (a3 + q * (a4 + q * (a5 + q * a6)))));
    let angle = EIGHTH + z * series;
    if (steep) angle = HALF - angle;
    if (re < 0) angle = PI - angle;
    out[i] = im < 0 ? -angle : angle;
  }
}

/** Multiplies each radius by the cosine and the sine (rounded to float32) of its phase, up to 1e6 rad, within 1e-9. */
export function fromPolar(
  radii: Float32Array,
  phases: Float32Array,
  re: Float32Array,
  im: Float32Array,
  offset: number,
): void {
  const { fround } = Math;
  const [a0, a1, a2, a3, a4] = SINE;
  const [b0, b1, b2, b3, b4, b5] = COSINE;
  for (let i = 0; i < phases.length; i++) {
    // A quarter of the angle within half a turn, and then doubled twice: no case depends on the quadrant.
    const u = withoutTurns(phases[i]!) / 4;
    const q = u * u;
    const s1 = u * (a0 + q * (a1 + q * (a2 + q * (a3 + q * a4))));
    const c1 = b0 + q * (b1 + q * (b2 + q * (b3 + q * (b4 + q * b5))));
    const s2 = 2 * s1 * c1;
    const c2 = 1 - 2 * s1 * s1;
    re[offset + i] = radii[i]! * fround(1 - 2 * s2 * s2);
    im[offset + i] = radii[i]! * fround(2 * s2 * c2);
  }
}
