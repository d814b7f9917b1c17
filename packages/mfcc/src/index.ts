export type { AudioClip, Matrix } from '@ser/dsp';
export { createRfft, irfft, rfft } from '@ser/dsp';
export { type DctOptions, dct } from './dct';
export { MfccError, type MfccErrorCode } from './errors';
export { type MelFilterbankOptions, melFilterbank } from './melFilterbank';
export { type MelSpectrogramOptions, melSpectrogram, type PowerSpectrogram } from './melSpectrogram';
export { createMfcc, type LogMelSpectrogram, type MfccOptions, type MfccPlan, mfcc } from './mfcc';
export { type PowerToDbOptions, powerToDb } from './powerToDb';
