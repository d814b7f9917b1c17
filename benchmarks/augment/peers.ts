import type { Tolerance } from '../features/cases';
import type { CaseName } from './settings';

/** Whose times stand beside ours. */
export type PeerName = 'audiomentations' | 'librosa' | 'librosaKaiser';
export const peerNames: readonly PeerName[] = ['audiomentations', 'librosa', 'librosaKaiser'];

/** Float32 where ours computes in float64, or the other way round. */
const ROUNDING = 2e-6;
/** Its filters begin as if the first sample had lasted for ever, ours from rest. */
const START = 2e-2;
/** Two resamplers, or a vocoder's phases in float32 and in float64. */
const SINC = 2e-3;
/** Since resampy 0.3 `kaiser_best` is shorter than the report's, which is ours. */
const KAISER = 3e-2;
/** It fades a sound into itself, which dips by 0.4 %. */
const SEAM = 5e-3;
/** Another filter for how loud a frequency is heard. */
const HEARD = 5e-2;

/** Who does the same, and how far apart the outputs may lie (see `Tolerance`). */
export const peers: Readonly<Partial<Record<CaseName, Partial<Record<PeerName, Tolerance>>>>> = {
  adjustDuration: { audiomentations: 'shape' },
  airAbsorption: { audiomentations: ROUNDING },
  aliasing: { audiomentations: ROUNDING },
  backgroundNoise: { audiomentations: 'shape' },
  bandPassFilter: { audiomentations: 'shape' },
  clippingDistortion: { audiomentations: ROUNDING },
  colorNoise: { audiomentations: 'shape' },
  gain: { audiomentations: ROUNDING },
  gainTransition: { audiomentations: ROUNDING },
  highPassFilter: { audiomentations: START },
  highShelfFilter: { audiomentations: START },
  impulseResponse: { audiomentations: 'shape' },
  loudnessNormalization: { audiomentations: HEARD },
  lowPassFilter: { audiomentations: START },
  lowShelfFilter: { audiomentations: START },
  noise: { audiomentations: 'shape' },
  normalize: { audiomentations: ROUNDING },
  peakingFilter: { audiomentations: START },
  pitchShift: { librosaKaiser: KAISER },
  pitchShiftSinc: { audiomentations: 'shape', librosa: SINC },
  polarityInversion: { audiomentations: ROUNDING },
  repeatPart: { audiomentations: SEAM },
  reverse: { audiomentations: ROUNDING },
  sevenBandParametricEq: { audiomentations: START },
  shift: { audiomentations: ROUNDING },
  shortNoises: { audiomentations: ROUNDING },
  speedPerturbation: { audiomentations: SINC },
  tanhDistortion: { audiomentations: ROUNDING },
  timeMask: { audiomentations: ROUNDING },
  timeStretch: { audiomentations: 'shape', librosa: SINC },
  trimSilence: { audiomentations: ROUNDING },
};
