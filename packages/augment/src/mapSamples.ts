import type { AudioClip } from '@ser/dsp';

/** A new clip whose every sample is a function of the old one and its index. */
export function mapSamples(
  { samples, sampleRate }: AudioClip,
  change: (sample: number, index: number) => number,
): AudioClip {
  const changed = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) changed[i] = change(samples[i]!, i);
  return { samples: changed, sampleRate };
}
