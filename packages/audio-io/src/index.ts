export type { AudioClip } from '@ser/dsp';
export { decode } from './decode';
export type { DecodedAudio } from './decodedAudio';
export { type EncodeWavOptions, encodeWav } from './encodeWav';
export { AudioError, type AudioErrorCode } from './errors';
export { type Channels, type LoadOptions, type LoadSource, load } from './load';
export { type AudioInfo, probe } from './probe';
export type { ByteSource } from './readSource';
