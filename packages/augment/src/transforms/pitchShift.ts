import { type AudioClip, resample } from '@ser/dsp';
import type { Augmentation } from '../augmentation';
import { checkClip, checkNumber, drawnNumber } from '../checks';
import { defineAugmentation } from '../defineAugmentation';
import { AugmentError } from '../errors';
import { stretchSamples } from '../stretchSamples';

export interface PitchShiftOptions {
  /** Steps up (down if negative), at most 4 octaves; semitones when binsPerOctave is 12. Default 0.7. */
  nSteps?: number;
  /** Steps an octave, a whole number >= 1. Default 12. */
  binsPerOctave?: number;
}

/**
 * Shifts the pitch and keeps the length: a time stretch by r = 2^(-nSteps / binsPerOctave), then resampling (`kaiser_best`)
 * from sampleRate / r to sampleRate, cut or padded by zeros to the length that came in.
 *
 * Nothing is random: drawn is `{ nSteps }`.
 *
 * @throws AugmentError `INVALID_OPTION`; when used `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `CLIP_TOO_SHORT`,
 * `INVALID_DRAWN`.
 * @see librosa.effects.pitch_shift 0.8.1; within 3e-4 and 65 dB on speech.
 * @example
 * pitchShift({ nSteps: 0.7 }).apply(clip, createRng(0)).samples.length; // clip.samples.length
 */
export function pitchShift({ nSteps = 0.7, binsPerOctave = 12 }: PitchShiftOptions = {}): Augmentation {
  checkNumber(
    'pitchShift',
    'binsPerOctave',
    binsPerOctave,
    'a whole number >= 1',
    Number.isInteger(binsPerOctave) && binsPerOctave >= 1,
  );
  checkNumber('pitchShift', 'nSteps', nSteps, 'at most 4 octaves up or down', Math.abs(nSteps) <= 4 * binsPerOctave);
  const options = { nSteps, binsPerOctave };
  return defineAugmentation({
    name: 'pitchShift',
    options,
    reference: { module: '@ser/augment', export: 'pitchShift', options },
    drawReadsInput: false,
    draw: () => ({ nSteps }),
    render: (clip: AudioClip, drawn) => {
      checkClip('pitchShift', clip);
      const { samples, sampleRate } = clip;
      const steps = drawnNumber('pitchShift', drawn, 'nSteps');
      checkNumber(
        'pitchShift.render',
        'drawn.nSteps',
        steps,
        'at most 4 octaves',
        Math.abs(steps) <= 4 * binsPerOctave,
      );
      const rate = 2 ** (-steps / binsPerOctave);
      const stretched = stretchSamples('pitchShift', samples, rate);
      if (Math.floor(stretched.length * rate) < 1) {
        throw new AugmentError(
          'CLIP_TOO_SHORT',
          `pitchShift: ${samples.length} samples are too few to resample by ${rate}`,
        );
      }
      const resampled = resample(stretched, sampleRate / rate, sampleRate, { resampler: 'kaiser_best' });
      const shifted = new Float32Array(samples.length);
      shifted.set(resampled.length > samples.length ? resampled.subarray(0, samples.length) : resampled);
      return { samples: shifted, sampleRate };
    },
  });
}
