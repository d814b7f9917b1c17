import type { AudioClip } from '@ser/dsp';
import { exp } from './portableMath';

/** Amplitude ratio of a level difference: -6.02 dB is 0.5. */
export function fromDb(decibels: number): number {
  return exp((decibels / 20) * Math.LN10);
}

/** Root mean square, in float64. */
export function rmsOf(samples: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! * samples[i]!;
  return Math.sqrt(sum / samples.length);
}

/** Largest magnitude. */
export function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!));
  return peak;
}

/** A new clip, each sample times a factor. */
export function scale({ samples, sampleRate }: AudioClip, factor: number): AudioClip {
  const scaled = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) scaled[i] = factor * samples[i]!;
  return { samples: scaled, sampleRate };
}
