export type { Augmentation, Drawn, ModuleReference } from './augmentation';
export type { Batch } from './batch';
export { batchBuiltIns, builtIns, matrixBuiltIns } from './builtIns';
export type { ClipJson } from './clipJson';
export { clipRng } from './clipRng';
export { compose } from './composition/compose';
export { type OneOfOptions, oneOf } from './composition/oneOf';
export { type SomeOfOptions, someOf } from './composition/someOf';
export { withProbability } from './composition/withProbability';
export { type AugmentationParts, createAugmentation } from './createAugmentation';
export { type AugmentationDefinition, type AugmentationFactory, defineAugmentation } from './defineAugmentation';
export { documentationTable } from './documentationTable';
export { drawSeed } from './drawSeed';
export { AugmentError, type AugmentErrorCode } from './errors';
export { fromJSON, type Registry } from './fromJSON';
export { type AugmentationSpec, fromSpec } from './fromSpec';
export {
  type ChoiceParameter,
  type ClipsParameter,
  choice,
  clips,
  drawnBetween,
  drawnInteger,
  drawnList,
  type FixedNumberParameter,
  fixed,
  integer,
  type NumberOrRange,
  type NumberParameter,
  number,
  type OptionsOf,
  type ParameterSchema,
  type RangeParameter,
  range,
} from './parameters';
export { pipelineSchema } from './pipelineSchema';
export { type AugmentationJson, toJSON } from './toJSON';
export { adjustDuration } from './transforms/adjustDuration';
export { airAbsorption } from './transforms/airAbsorption';
export { aliasing } from './transforms/aliasing';
export { backgroundNoise } from './transforms/backgroundNoise';
export { bandPassFilter } from './transforms/bandPassFilter';
export { clippingDistortion } from './transforms/clippingDistortion';
export { colorNoise } from './transforms/colorNoise';
export { cutmix } from './transforms/cutmix';
export { frequencyWarp } from './transforms/frequencyWarp';
export { gain } from './transforms/gain';
export { gainTransition } from './transforms/gainTransition';
export { highPassFilter } from './transforms/highPassFilter';
export { highShelfFilter } from './transforms/highShelfFilter';
export { impulseResponse } from './transforms/impulseResponse';
export { loudnessNormalization } from './transforms/loudnessNormalization';
export { lowPassFilter } from './transforms/lowPassFilter';
export { lowShelfFilter } from './transforms/lowShelfFilter';
export { mixup } from './transforms/mixup';
export { type NoiseOptions, noise } from './transforms/noise';
export { normalize } from './transforms/normalize';
export { peakingFilter } from './transforms/peakingFilter';
export { type PitchShiftOptions, pitchShift } from './transforms/pitchShift';
export { polarityInversion } from './transforms/polarityInversion';
export { repeatPart } from './transforms/repeatPart';
export { reverse } from './transforms/reverse';
export { sevenBandParametricEq } from './transforms/sevenBandParametricEq';
export { type ShiftOptions, shift } from './transforms/shift';
export { shortNoises } from './transforms/shortNoises';
export { specAugment } from './transforms/specAugment';
export { speechPitchShift } from './transforms/speechPitchShift';
export { speedPerturbation } from './transforms/speedPerturbation';
export { tanhDistortion } from './transforms/tanhDistortion';
export { telephone } from './transforms/telephone';
export { timeMask } from './transforms/timeMask';
export { type TimeStretchOptions, timeStretch } from './transforms/timeStretch';
export { timeWarp } from './transforms/timeWarp';
export { trimSilence } from './transforms/trimSilence';
export { vtlp } from './transforms/vtlp';
export { wsola } from './transforms/wsola';
