import type { AudioClip } from '@ser/dsp';
import { exp } from './portableMath';

/** Amplitude ratio of a level difference: -6.02 dB is 0.5. */
export function fromDb(decibels: number): number {
  return exp((decibels / 20) * Math.LN10);
}

/** Root mean square, in float64. */
export function rmsOf(samples: Float32Array): number {
  // Four sums side by side, as one would wait for each addition to end.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < samples.length; i += 4) {
    s0 += samples[i]! * samples[i]!;
    s1 += samples[i + 1]! * samples[i + 1]!;
    s2 += samples[i + 2]! * samples[i + 2]!;
    s3 += samples[i + 3]! * samples[i + 3]!;
  }
  for (; i < samples.length; i++) s0 += samples[i]! * samples[i]!;
  return Math.sqrt((s0 + s1 + (s2 + s3)) / samples.length);
}

const levels = new WeakMap<Float32Array, number>();

/** The RMS of a sound that is used again and again. */
export function knownRmsOf(sound: Float32Array): number {
  let level = levels.get(sound);
  if (level === undefined) {
    level = rmsOf(sound);
    levels.set(sound, level);
  }
  return level;
}

/** Largest magnitude. */
export function peakOf(samples: Float32Array): number {
  let [low, high] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    if (sample > high) high = sample;
    if (sample < low) low = sample;
  }
  return Math.max(high, -low);
}

/** A new clip, each sample times a factor. */
export function scale({ samples, sampleRate }: AudioClip, factor: number): AudioClip {
  const scaled = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) scaled[i] = factor * samples[i]!;
  return { samples: scaled, sampleRate };
}
