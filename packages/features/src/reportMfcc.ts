import type { AudioClip, Matrix } from '@ser/dsp';
import { mfcc } from '@ser/mfcc';
import { checkClip } from './checks';
import { defineFeatureSet, type FeatureSet } from './defineFeatureSet';

const FRAMES = 224;
const N_MFCC = 20;

/**
 * The report's MFCC image of one clip: 224 frames x 20 coefficients, n_fft 512, hop 256, librosa 0.8.1 semantics (padding
 * 'reflect'), not scaled.
 *
 * 2.6 s at 22,050 Hz make exactly 224 frames. A shorter clip gets rows of zeros at the end (not silence, whose MFCCs are
 * not zero); of a longer one the first 224 frames are kept.
 *
 * @returns 224 x 20, row-major, frames first
 * @throws FeatureError `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`.
 * @see reproduction card, section A; librosa.feature.mfcc 0.8.1, within 1e-2
 * @example
 * reportMfcc({ samples: new Float32Array(57330), sampleRate: 22050 }).rows; // 224
 */
export function reportMfcc(clip: AudioClip): Matrix {
  checkClip('reportMfcc', clip);
  const recipe = { nMfcc: N_MFCC, nFft: 512, hopLength: 256, center: true, padMode: 'reflect' } as const;
  // Two of the report's 128 bands are narrower than a bin.
  const { data } = mfcc(clip, { ...recipe, allowEmpty: true });
  const image = new Float32Array(FRAMES * N_MFCC);
  image.set(data.length > image.length ? data.subarray(0, image.length) : data);
  return { data: image, rows: FRAMES, cols: N_MFCC };
}

/** `reportMfcc` as a feature set: 224 x 20, and a reference that crosses to worker threads. */
export const reportMfccFeatures: FeatureSet = defineFeatureSet({
  name: 'reportMfcc',
  version: '1',
  columns: Array.from({ length: N_MFCC }, (_, i) => `mfcc_${String(i).padStart(2, '0')}`),
  units: Array.from({ length: N_MFCC }, () => 'dB'),
  shape: [FRAMES, N_MFCC],
  extract: (clip) => reportMfcc(clip).data,
  reference: { module: '@ser/features', export: 'reportMfccFeatures' },
});
