import { createFrameStream, type FrameStream, requireStreamable } from './frameStream';
import { createLogMelFrames, type LogMelOptions } from './logMel';

/** Options of `createLogMelStream`: those of `logMel`, and the rate. `topDb` is null, `center` false, `ref` a number. */
export type LogMelStreamOptions = LogMelOptions & {
  /** Hz. Default 22050. */
  readonly sampleRate?: number;
};

/**
 * The mel spectrogram, in decibels, of a signal that comes in blocks; see `createMfccStream`.
 *
 * The rows are those of `logMel(clip, { ...options, center: false, topDb: null })` on the whole signal, to the bit.
 *
 * @throws MfccError `INVALID_OPTION` naming the option; `push` throws `NOT_FINITE` for NaN or infinity and takes nothing then
 * @example
 * const stream = createLogMelStream({ sampleRate: 16000, nFft: 512, hopLength: 160, nMels: 40 });
 * const rows = stream.push(new Float32Array(1024)).rows; // 4
 */
export function createLogMelStream({ sampleRate = 22050, ...options }: LogMelStreamOptions = {}): FrameStream {
  requireStreamable('createLogMelStream', options);
  const logMel = createLogMelFrames('createLogMelStream', sampleRate, { ...options, center: false, topDb: null });
  return createFrameStream('createLogMelStream', sampleRate, logMel, logMel.frames.nMels, (bands) => bands);
}
