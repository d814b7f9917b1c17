import type { AudioClip } from '@ser/dsp';
import type { Augmentation } from '../augmentation';
import { checkClip, checkNumber, drawnNumber } from '../checks';
import { defineAugmentation } from '../defineAugmentation';
import { stretchSamples } from '../stretchSamples';

export interface TimeStretchOptions {
  /** Tempo factor, 0.05 to 20: below 1 is slower and longer. Default 0.8. */
  rate?: number;
}

/**
 * Changes the tempo by `rate` and keeps the pitch, by a phase vocoder (STFT 2048 / 512, ends padded by reflection).
 *
 * The output has round(n / rate) samples, rounded half to even as Python does. Nothing is random: drawn is `{ rate }`.
 *
 * @throws AugmentError `INVALID_OPTION`; when used `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`, `CLIP_TOO_SHORT`
 * (round(n / rate) is 0), `INVALID_DRAWN`.
 * @see librosa.effects.time_stretch 0.8.1; within 3e-4 and 65 dB on speech (its float32 phases are emulated). librosa 0.11
 * pads by zeros and gives another waveform altogether.
 * @example
 * timeStretch({ rate: 0.8 }).apply(clip, createRng(0)).samples.length; // clip.samples.length / 0.8
 */
export function timeStretch({ rate = 0.8 }: TimeStretchOptions = {}): Augmentation {
  checkNumber('timeStretch', 'rate', rate, 'a number from 0.05 to 20', rate >= 0.05 && rate <= 20);
  return defineAugmentation({
    name: 'timeStretch',
    options: { rate },
    reference: { module: '@ser/augment', export: 'timeStretch', options: { rate } },
    drawReadsInput: false,
    draw: () => ({ rate }),
    render: (clip: AudioClip, drawn) => {
      checkClip('timeStretch', clip);
      const drawnRate = drawnNumber('timeStretch', drawn, 'rate');
      checkNumber(
        'timeStretch.render',
        'drawn.rate',
        drawnRate,
        'a number from 0.05 to 20',
        drawnRate >= 0.05 && drawnRate <= 20,
      );
      return { samples: stretchSamples('timeStretch', clip.samples, drawnRate), sampleRate: clip.sampleRate };
    },
  });
}
