/** Amplitude ratio of a level difference: -6.02 dB is 0.5. */
export function fromDb(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** Root mean square, in float64. */
export function rmsOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2;
  return Math.sqrt(sum / samples.length);
}

/** Largest magnitude. */
export function peakOf(samples: ArrayLike<number>): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!));
  return peak;
}

/** Percentiles with linear interpolation between ranks, as numpy's `percentile`. */
export function percentilesOf(samples: Float32Array, percents: readonly number[]): number[] {
  const sorted = samples.slice().sort();
  return percents.map((percent) => {
    const rank = (percent / 100) * (sorted.length - 1);
    const below = sorted[Math.floor(rank)]!;
    return below + (sorted[Math.ceil(rank)]! - below) * (rank - Math.floor(rank));
  });
}
