export const FRAME = { length: 2048, hop: 512, bands: 128, coefficients: 20 } as const;

/** All whole frames of a signal, each computed alone, as the peers that have no MFCC of a clip want it. */
export function byFrame(samples: Float32Array, compute: (frame: Float32Array) => ArrayLike<number>): Float32Array {
  const count = Math.floor((samples.length - FRAME.length) / FRAME.hop) + 1;
  const rows = new Float32Array(count * FRAME.coefficients);
  for (let row = 0; row < count; row++) {
    const from = row * FRAME.hop;
    rows.set(compute(samples.subarray(from, from + FRAME.length)), row * FRAME.coefficients);
  }
  return rows;
}
