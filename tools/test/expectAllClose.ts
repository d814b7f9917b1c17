/** How close two arrays must be: |actual - expected| <= atol + rtol * |expected|, and why that much is allowed. */
export interface Closeness {
  readonly rtol?: number;
  readonly atol?: number;
  readonly why: string;
}

/**
 * Compares whole arrays element by element and fails on the worst one.
 *
 * Jest's own matchers look at one number at a time and take NaN for NaN; here NaN on either side, infinities that
 * differ and a difference in length all fail.
 */
export function expectAllClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol = 0, atol = 0, why }: Closeness,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`expectAllClose (${why}): length ${actual.length}, expected ${expected.length}`);
  }
  let worst = -1;
  let worstExcess = 0;
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i] as number;
    const e = expected[i] as number;
    if (Number.isNaN(a) || Number.isNaN(e)) {
      throw new Error(`expectAllClose (${why}): NaN at index ${i}: received ${a}, expected ${e}`);
    }
    if (a === e) continue;
    const difference = Math.abs(a - e);
    const excess = difference - (atol + rtol * Math.abs(e));
    // An infinity on one side only gives an infinite or NaN excess: neither may pass.
    if (!(excess <= worstExcess)) {
      worst = i;
      worstExcess = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
    }
  }
  if (worst >= 0) {
    const a = actual[worst] as number;
    const e = expected[worst] as number;
    throw new Error(
      `expectAllClose (${why}): worst at index ${worst} of ${expected.length}: received ${a}, expected ${e}, ` +
        `difference ${Math.abs(a - e)}, allowed ${atol + rtol * Math.abs(e)} (rtol ${rtol}, atol ${atol})`,
    );
  }
}
