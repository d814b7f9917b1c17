/**
 * What went wrong, for callers to branch on (never on `instanceof`: two copies of a package may meet).
 *
 * - `invalid-argument`: an option or the source itself is not of an accepted kind or range
 * - `unreadable`: the file, URL or Blob could not be read
 * - `unknown-format`: the bytes are neither WAV nor FLAC
 * - `malformed`: the container contradicts itself
 * - `unsupported`: a legal file of a kind this package does not decode
 * - `truncated`: the bytes end before the audio does, and what is left cannot be trusted
 * - `corrupt`: the decoded samples do not match the checksum in the file
 * - `non-finite`: a float sample is NaN or infinite
 * - `empty`: there is no sample in the file or in the stretch asked for
 * - `too-large`: decoding or resampling would exceed the limit on memory
 */
export type AudioErrorCode =
  | 'invalid-argument'
  | 'unreadable'
  | 'unknown-format'
  | 'malformed'
  | 'unsupported'
  | 'truncated'
  | 'corrupt'
  | 'non-finite'
  | 'empty'
  | 'too-large';

/** The one error class of this package. `byteOffset` counts from the start of the file, where one is known. */
export class AudioError extends Error {
  override readonly name = 'AudioError';
  readonly code: AudioErrorCode;
  readonly byteOffset: number | undefined;

  constructor(code: AudioErrorCode, message: string, options: { byteOffset?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.byteOffset = options.byteOffset;
  }
}
