export type { AudioClip, Matrix } from '@ser/dsp';
export { createRfft, irfft, rfft } from '@ser/dsp';
export { amplitudeToDb } from './amplitudeToDb';
export { createLogMelStream, type LogMelStreamOptions } from './createLogMelStream';
export { createMfcc, type MfccOptions, type MfccPlan } from './createMfcc';
export { createMfccStream, type MfccStreamOptions } from './createMfccStream';
export { dbToAmplitude, dbToPower, type FromDbOptions } from './dbToPower';
export { type DctNorm, type DctOptions, type DctType, dct } from './dct';
export { type DeltaMode, type DeltaOptions, delta } from './delta';
export { MfccError, type MfccErrorCode } from './errors';
export type { FrameStream } from './frameStream';
export { type IdctOptions, idct } from './idct';
export { type LogMelOptions, logMel } from './logMel';
export { type MelFilterbankOptions, type MelNorm, melFilterbank } from './melFilterbank';
export {
  type FftFrequenciesOptions,
  fftFrequencies,
  hzToMel,
  type MelFrequenciesOptions,
  type MelScaleOptions,
  melFrequencies,
  melToHz,
} from './melScale';
export { type MelSpectrogramOptions, melSpectrogram, type PowerSpectrogram } from './melSpectrogram';
export { type LogMelSpectrogram, mfcc } from './mfcc';
export { type PcenOptions, pcen } from './pcen';
export { type DbReference, type PowerToDbOptions, powerToDb } from './powerToDb';
export { type StackMemoryOptions, stackMemory } from './stackMemory';
