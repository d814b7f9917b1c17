import type { AudioClip, Matrix } from '@ser/dsp';
import { checkPositive } from './checks';
import { normalizedDifference } from './pitch/normalizedDifference';
import { type PitchOptions, pitchFrames } from './pitch/pitchFrames';
import { parabolicShift, troughs } from './pitch/troughs';

export interface YinOptions extends PitchOptions {
  /** The first period whose normalized difference is a minimum below this is taken, else the lowest. Above 0. Default 0.1. */
  troughThreshold?: number;
}

/**
 * The fundamental frequency of each frame by YIN.
 *
 * It always names a pitch, also where there is none (silence gives sampleRate / floor(sampleRate / fmax)); `pyin` says
 * whether a frame is voiced.
 *
 * @returns frames x 1, Hz.
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`.
 * @see librosa.yin 0.11.0; the README says how closely. de Cheveigne and Kawahara 2002.
 * @example
 * const a440 = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 22050));
 * yin({ samples: a440, sampleRate: 22050 }, { fmin: 65.4, fmax: 2093 }).data[20]; // 440.5
 */
export function yin(clip: AudioClip, options: YinOptions): Matrix {
  const frames = pitchFrames('yin', clip, options);
  const { troughThreshold = 0.1 } = options;
  checkPositive('yin', 'troughThreshold', troughThreshold);
  const f0 = new Float32Array(frames.rows);
  normalizedDifference(frames, (difference, row) => {
    const place = troughs(difference).find((trough) => difference[trough]! < troughThreshold) ?? lowest(difference);
    f0[row] = clip.sampleRate / (frames.minPeriod + place + parabolicShift(difference, place));
  });
  return { data: f0, rows: frames.rows, cols: 1 };
}

function lowest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[best]!) best = i;
  return best;
}
