/**
 * What went wrong, for callers to branch on (never on `instanceof`: two copies of a package may meet).
 *
 * - `INVALID_ARGUMENT`: an option or the source itself is not of an accepted kind or range
 * - `UNREADABLE`: the file, URL, Blob or stream could not be read
 * - `UNKNOWN_FORMAT`: the bytes are no audio file of a known format
 * - `MALFORMED`: the container contradicts itself
 * - `UNSUPPORTED`: a legal file of a kind this package does not decode
 * - `NO_DECODER`: the format is known, but nothing here decodes it; the message names ways
 * - `TRUNCATED`: the bytes end before the audio does, and what is left cannot be trusted
 * - `CORRUPT`: a checksum in the file, or what its decoder says, does not match
 * - `NON_FINITE`: a float sample is NaN or infinite
 * - `EMPTY`: there is no sample in the file or in the stretch asked for
 * - `TOO_LARGE`: reading, decoding or resampling would exceed the limit on memory
 * - `ABORTED`: the caller's AbortSignal was raised; `cause` is its reason
 * - `NO_MICROPHONE`: there is no microphone, or nothing here that could record one
 * - `PERMISSION_DENIED`: the user or the page's policy refused the microphone
 * - `DISCONNECTED`: the microphone went away while it was recorded
 * - `OVERRUN`: blocks of the microphone were not taken in time
 */
export type AudioErrorCode =
  | 'INVALID_ARGUMENT'
  | 'UNREADABLE'
  | 'UNKNOWN_FORMAT'
  | 'MALFORMED'
  | 'UNSUPPORTED'
  | 'NO_DECODER'
  | 'TRUNCATED'
  | 'CORRUPT'
  | 'NON_FINITE'
  | 'EMPTY'
  | 'TOO_LARGE'
  | 'ABORTED'
  | 'NO_MICROPHONE'
  | 'PERMISSION_DENIED'
  | 'DISCONNECTED'
  | 'OVERRUN';

interface AudioErrorOptions {
  readonly byteOffset?: number;
  readonly source?: string;
  readonly cause?: unknown;
}

/**
 * The one error class of this package. `byteOffset` counts from the start of the file, where one is known; `source` is the
 * path or URL, where there is one (the message begins with it).
 */
export class AudioError extends Error {
  override readonly name = 'AudioError';
  readonly code: AudioErrorCode;
  readonly byteOffset: number | undefined;
  readonly source: string | undefined;

  constructor(code: AudioErrorCode, message: string, options: AudioErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.byteOffset = options.byteOffset;
    this.source = options.source;
  }
}

/** Runs, and puts the name of the source before what goes wrong in it. */
export async function namingSource<T>(source: string | undefined, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (source === undefined || !(error instanceof AudioError) || error.source !== undefined) throw error;
    const { code, message, byteOffset, cause } = error;
    throw new AudioError(code, `${source}: ${message}`, { byteOffset, source, cause });
  }
}
