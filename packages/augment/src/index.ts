export type { Augmentation, Drawn, ModuleReference } from './augmentation';
export { type AugmentationDefinition, defineAugmentation } from './defineAugmentation';
export { AugmentError, type AugmentErrorCode } from './errors';
export { type AugmentationSpec, fromSpec } from './fromSpec';
export { compose } from './transforms/compose';
export { type NoiseOptions, noise } from './transforms/noise';
export { type PitchShiftOptions, pitchShift } from './transforms/pitchShift';
export { type ShiftOptions, shift } from './transforms/shift';
export { type TimeStretchOptions, timeStretch } from './transforms/timeStretch';
