export type { Augmentation } from '@ser/augment';
export type { FeatureSet, ModuleReference } from '@ser/features';
export { type BuildOptions, buildDataset } from './buildDataset';
export { defaultCacheDirectory } from './cacheDirectory';
export type { Dataset, DatasetRow, FailedClip } from './dataset';
export { DatasetError, type DatasetErrorCode } from './errors';
export type { Progress } from './progressMeter';
export type { ClipWindow, VersionSpec } from './recipe';
export { dropLabels, gatherRows, select } from './select';
