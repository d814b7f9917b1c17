export type { AudioClip } from '@ser/dsp';
export type { Bundle, BundleManifest, CardMetric, ClipWindow, TrainingCard, WeightSpec } from './bundle';
export { decodeBundle } from './bundleFile';
export { type BundleParts, encodeBundle } from './createBundle';
export { RecognizerError, type RecognizerErrorCode } from './errors';
export { type BundleSource, type LoadBundleOptions, loadBundle } from './loadBundle';
export type { Recognition, Segment } from './recognition';
export type { Recognizer, TimelineOptions } from './recognizer';
export type { RecognizerStream } from './recognizerStream';
