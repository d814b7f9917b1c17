import { resample } from '@ser/dsp';
import { defineAugmentation } from '../defineAugmentation';
import { AugmentError } from '../errors';
import { choice, fixed, number, type OptionsOf } from '../parameters';
import { stretchSamples } from '../stretchSamples';

const params = {
  nSteps: number({
    about: 'Steps up (down if negative), at most 4 octaves; semitones where binsPerOctave is 12',
    unit: 'steps',
    min: -Number.MAX_VALUE,
    max: Number.MAX_VALUE,
    default: 0.7,
  }),
  binsPerOctave: fixed({
    about: 'Steps an octave',
    unit: 'steps',
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    integer: true,
    default: 12,
  }),
  resampler: choice({
    about: 'Filter of the resampling, as of `resample`',
    values: ['kaiser_best', 'kaiser_fast', 'sinc_hq'],
    default: 'kaiser_best',
  }),
};

export type PitchShiftOptions = OptionsOf<typeof params>;

/**
 * Shifts the pitch and keeps the length: a time stretch by r = 2^(-nSteps / binsPerOctave), then resampling
 * from sampleRate / r to sampleRate, cut or padded by zeros to the length that came in. Drawn: `{ nSteps }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`; `CLIP_TOO_SHORT`
 * @see librosa.effects.pitch_shift 0.8.1 (`kaiser_best`), within 3e-4 and 65 dB on speech; since 0.10 librosa resamples by a filter
 * of the class of `sinc_hq`, which is faster.
 * @example
 * pitchShift({ nSteps: 0.7 }).apply(clip, createRng(0)).samples.length; // clip.samples.length
 */
export const pitchShift = /* @__PURE__ */ defineAugmentation({
  name: 'pitchShift',
  about: 'Another pitch, the same length (phase vocoder and resampling).',
  module: '@ser/augment',
  params,
  refuse: ({ nSteps, binsPerOctave }) =>
    Math.abs(nSteps) <= 4 * binsPerOctave
      ? undefined
      : `nSteps must be at most 4 octaves up or down, received ${nSteps} of ${binsPerOctave} an octave`,
  render: ({ samples, sampleRate }, { nSteps, binsPerOctave, resampler }) => {
    const rate = 2 ** (-nSteps / binsPerOctave);
    const stretched = stretchSamples('pitchShift', samples, rate);
    if (Math.floor(stretched.length * rate) < 1) {
      throw new AugmentError(
        'CLIP_TOO_SHORT',
        `pitchShift: ${samples.length} samples are too few to resample by ${rate}`,
      );
    }
    const resampled = resample(stretched, sampleRate / rate, sampleRate, { resampler });
    const shifted = new Float32Array(samples.length);
    shifted.set(resampled.length > samples.length ? resampled.subarray(0, samples.length) : resampled);
    return { samples: shifted, sampleRate };
  },
});
