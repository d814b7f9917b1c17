/**
 * What went wrong, for callers to branch on (never on `instanceof`: two copies of a package may meet).
 *
 * - `INVALID_ARGUMENT`: an option or the source itself is not of an accepted kind or range
 * - `UNREADABLE`: the file, URL or Blob could not be read
 * - `UNKNOWN_FORMAT`: the bytes are neither WAV nor FLAC
 * - `MALFORMED`: the container contradicts itself
 * - `UNSUPPORTED`: a legal file of a kind this package does not decode
 * - `TRUNCATED`: the bytes end before the audio does, and what is left cannot be trusted
 * - `CORRUPT`: the decoded samples do not match the checksum in the file
 * - `NON_FINITE`: a float sample is NaN or infinite
 * - `EMPTY`: there is no sample in the file or in the stretch asked for
 * - `TOO_LARGE`: decoding or resampling would exceed the limit on memory
 */
export type AudioErrorCode =
  | 'INVALID_ARGUMENT'
  | 'UNREADABLE'
  | 'UNKNOWN_FORMAT'
  | 'MALFORMED'
  | 'UNSUPPORTED'
  | 'TRUNCATED'
  | 'CORRUPT'
  | 'NON_FINITE'
  | 'EMPTY'
  | 'TOO_LARGE';

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
