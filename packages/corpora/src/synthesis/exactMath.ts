// The language defines + - * / and Math.sqrt to the bit, but not Math.sin or Math.exp: two engines may differ in the last
// place, and recursive filters carry it on. So the voice uses these, and renders the same bytes everywhere.

const LN2 = Math.LN2;

/** 2^x for |x| < 1,000, within 1e-15 (relative). */
export function exp2(x: number): number {
  const whole = Math.round(x);
  const f = (x - whole) * LN2; // |f| <= 0.35
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (sum * f) / n;
  let scale = 1;
  for (let n = Math.abs(whole); n > 0; n--) scale *= 2;
  return whole < 0 ? sum / scale : sum * scale;
}

/** e^x for |x| < 600, within 1e-14 (relative). */
export function exp(x: number): number {
  return exp2(x / LN2);
}

/** cos(2 pi x), x in turns, within 1e-14. */
export function cosTurns(x: number): number {
  const turn = x - Math.floor(x + 0.5); // [-0.5, 0.5)
  const folded = Math.abs(turn); // cos is even
  const isBeyond = folded > 0.25;
  const angle = 2 * Math.PI * (isBeyond ? 0.5 - folded : folded);
  const square = angle * angle;
  let sum = 1;
  for (let n = 20; n >= 2; n -= 2) sum = 1 - (sum * square) / (n * (n - 1));
  return isBeyond ? -sum : sum;
}

/** Amplitude of a level in dB. */
export function amplitude(decibels: number): number {
  return exp2((decibels / 20) * 3.321928094887362);
}
