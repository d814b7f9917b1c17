import type { Matrix } from '@ser/dsp';
import type { Batch } from './batch';
import type { Registry } from './fromJSON';
import { adjustDuration } from './transforms/adjustDuration';
import { airAbsorption } from './transforms/airAbsorption';
import { aliasing } from './transforms/aliasing';
import { backgroundNoise } from './transforms/backgroundNoise';
import { bandPassFilter } from './transforms/bandPassFilter';
import { clippingDistortion } from './transforms/clippingDistortion';
import { colorNoise } from './transforms/colorNoise';
import { cutmix } from './transforms/cutmix';
import { frequencyWarp } from './transforms/frequencyWarp';
import { gain } from './transforms/gain';
import { gainTransition } from './transforms/gainTransition';
import { highPassFilter } from './transforms/highPassFilter';
import { highShelfFilter } from './transforms/highShelfFilter';
import { impulseResponse } from './transforms/impulseResponse';
import { loudnessNormalization } from './transforms/loudnessNormalization';
import { lowPassFilter } from './transforms/lowPassFilter';
import { lowShelfFilter } from './transforms/lowShelfFilter';
import { mixup } from './transforms/mixup';
import { noise } from './transforms/noise';
import { normalize } from './transforms/normalize';
import { peakingFilter } from './transforms/peakingFilter';
import { pitchShift } from './transforms/pitchShift';
import { polarityInversion } from './transforms/polarityInversion';
import { repeatPart } from './transforms/repeatPart';
import { reverse } from './transforms/reverse';
import { sevenBandParametricEq } from './transforms/sevenBandParametricEq';
import { shift } from './transforms/shift';
import { shortNoises } from './transforms/shortNoises';
import { specAugment } from './transforms/specAugment';
import { speechPitchShift } from './transforms/speechPitchShift';
import { speedPerturbation } from './transforms/speedPerturbation';
import { tanhDistortion } from './transforms/tanhDistortion';
import { telephone } from './transforms/telephone';
import { timeMask } from './transforms/timeMask';
import { timeStretch } from './transforms/timeStretch';
import { timeWarp } from './transforms/timeWarp';
import { trimSilence } from './transforms/trimSilence';
import { vtlp } from './transforms/vtlp';
import { wsola } from './transforms/wsola';

/** This package's augmentations of clips, for `fromJSON`; compositions need no entry. */
export const builtIns = {
  adjustDuration,
  airAbsorption,
  aliasing,
  backgroundNoise,
  bandPassFilter,
  clippingDistortion,
  colorNoise,
  gain,
  gainTransition,
  highPassFilter,
  highShelfFilter,
  impulseResponse,
  loudnessNormalization,
  lowPassFilter,
  lowShelfFilter,
  noise,
  normalize,
  peakingFilter,
  pitchShift,
  polarityInversion,
  repeatPart,
  reverse,
  sevenBandParametricEq,
  shift,
  shortNoises,
  speechPitchShift,
  speedPerturbation,
  tanhDistortion,
  telephone,
  timeMask,
  timeStretch,
  trimSilence,
  vtlp,
  wsola,
} as const satisfies Registry;

/** This package's augmentations of matrices (spectrograms). */
export const matrixBuiltIns = { frequencyWarp, specAugment, timeWarp } as const satisfies Registry<Matrix>;

/** This package's augmentations of batches (inputs of a network), which mix their rows. */
export const batchBuiltIns = { cutmix, mixup } as const satisfies Registry<Batch>;
