export type { AudioClip } from '@ser/dsp';
export { CorpusError, type CorpusErrorCode } from './errors';
export type { ClipSource, Manifest, ManifestRow } from './manifest';
export { type Emotion, parseRavdessName, type RavdessName } from './parseRavdessName';
export { ravdess } from './ravdess';
export { type RenderSyntheticOptions, renderSynthetic } from './renderSynthetic';
export { type SyntheticOptions, synthetic } from './synthetic';
