import { defineAugmentation } from '../defineAugmentation';
import { number, type OptionsOf } from '../parameters';
import { stretchedLength, stretchSamples } from '../stretchSamples';

const params = {
  rate: number({ about: 'Tempo factor: below 1 is slower and longer', unit: '', min: 0.05, max: 20, default: 0.8 }),
};

export type TimeStretchOptions = OptionsOf<typeof params>;

/**
 * Changes the tempo by `rate` and keeps the pitch, by a phase vocoder (STFT 2048 / 512, ends padded by reflection).
 *
 * The output has round(n / rate) samples, rounded half to even as Python does. Drawn: `{ rate }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`; `CLIP_TOO_SHORT` where round(n / rate) is 0
 * @see librosa.effects.time_stretch 0.8.1; within 3e-4 and 65 dB on speech (its float32 phases are emulated). librosa 0.11
 * pads by zeros and gives another waveform altogether.
 * @example
 * timeStretch({ rate: 0.8 }).apply(clip, createRng(0)).samples.length; // clip.samples.length / 0.8
 */
export const timeStretch = /* @__PURE__ */ defineAugmentation({
  name: 'timeStretch',
  about: 'Another tempo, the same pitch (phase vocoder); round(n / rate) samples.',
  module: '@ser/augment',
  params,
  outputLength: ({ samples }, { rate }) => stretchedLength(samples.length, rate),
  render: ({ samples, sampleRate }, { rate }) => ({
    samples: stretchSamples('timeStretch', samples, rate),
    sampleRate,
  }),
});
