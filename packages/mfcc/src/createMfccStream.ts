import { createMfccFrames, type MfccOptions } from './createMfcc';
import { createFrameStream, type FrameStream, requireStreamable } from './frameStream';

/** Options of `createMfccStream`: those of `mfcc`, and the rate. `topDb` is null, `center` false, `ref` a number. */
export type MfccStreamOptions = MfccOptions & {
  /** Hz. Default 22050. */
  readonly sampleRate?: number;
};

/**
 * MFCCs of a signal that comes in blocks, a microphone's say.
 *
 * Blocks may have any size. The rows are those of `mfcc(clip, { ...options, center: false, topDb: null })` on the whole
 * signal, to the bit: frame t begins at sample t * hopLength. librosa's floor (`topDb` 80 below the loudest) needs the whole
 * signal and is refused.
 *
 * @throws MfccError `INVALID_OPTION` naming the option; `push` throws `NOT_FINITE` for NaN or infinity and takes nothing then
 * @example
 * const stream = createMfccStream({ sampleRate: 16000, nFft: 512, hopLength: 160, nMels: 40, nMfcc: 13 });
 * const rows = stream.push(new Float32Array(1024)).rows; // 4
 */
export function createMfccStream({ sampleRate = 22050, ...options }: MfccStreamOptions = {}): FrameStream {
  requireStreamable('createMfccStream', options);
  const { logMel, toCepstrum } = createMfccFrames('createMfccStream', sampleRate, {
    ...options,
    center: false,
    topDb: null,
  });
  return createFrameStream('createMfccStream', sampleRate, logMel, options.nMfcc ?? 20, toCepstrum);
}
