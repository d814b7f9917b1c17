import { resample } from '@ser/dsp';
import { defineAugmentation } from '../defineAugmentation';
import { matchLevel } from '../matchLevel';
import { number } from '../parameters';
import { pow } from '../portableMath';
import { warpEnvelope } from '../warpEnvelope';
import { wsolaSamples } from '../wsolaSamples';

/**
 * Shifts the pitch of speech and keeps its formants, tempo, length and RMS. Drawn: `{ nSteps }`.
 *
 * The spectral envelope is moved the other way first (linear prediction), then a change of tempo (WSOLA, see `wsola`) and resampling
 * (`sinc_hq`) move everything by 2^(nSteps / 12). A lower pitch leaves nothing in the highest band: the clip's own is put there.
 *
 * Formants of steady vowels stay within 1 %, and their harmonics within 2 dB of the envelope (standard deviation; `npm run speech` in the
 * repository); the higher the voice, the less is known of its envelope: 3 dB at 280 Hz.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see `pitchShift`, librosa's, which moves formants along with the pitch
 * @example
 * speechPitchShift({ nSteps: [-2, 2] }).apply(clip, createRng(0));
 */
export const speechPitchShift = /* @__PURE__ */ defineAugmentation({
  name: 'speechPitchShift',
  about: 'Another pitch, the same formants and length, for speech.',
  module: '@ser/augment',
  params: {
    nSteps: number({ about: 'Up (down if negative)', unit: 'semitones', min: -12, max: 12, default: [-2, 2] }),
  },
  render: ({ samples, sampleRate }, { nSteps }) => {
    const ratio = pow(2, nSteps / 12);
    const { length } = samples;
    const counterWarped = warpEnvelope(samples, sampleRate, (frequency) => ratio * frequency);
    const stretched = wsolaSamples(counterWarped, sampleRate, 1 / ratio, Math.ceil(length * ratio));
    const pitched = resample(stretched, sampleRate * ratio, sampleRate, { resampler: 'sinc_hq' });
    const top = ratio < 1 ? bandAbove(samples, sampleRate, (ratio * sampleRate) / 2) : undefined;
    const shifted = new Float32Array(length);
    for (let i = 0; i < length; i++) shifted[i] = pitched[i]! + (top?.[i] ?? 0);
    return { samples: matchLevel(shifted, samples), sampleRate };
  },
});

/** What lies above a frequency: the samples less what the rate of twice that frequency can hold. */
function bandAbove(samples: Float32Array, sampleRate: number, frequency: number): Float32Array {
  const held = resample(samples, sampleRate, 2 * frequency, { resampler: 'sinc_hq' });
  const below = resample(held, 2 * frequency, sampleRate, { resampler: 'sinc_hq' });
  for (let i = 0; i < samples.length; i++) below[i] = samples[i]! - below[i]!;
  return below;
}
