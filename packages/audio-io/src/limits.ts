/** Sample rates accepted from a file or a caller, in Hz. A lying header of 1 Hz would make resampling explode. */
export const MIN_SAMPLE_RATE = 1_000;
export const MAX_SAMPLE_RATE = 1_536_000;

/** Channels accepted from a file: more are a damaged header, not a recording. */
export const MAX_CHANNELS = 64;

/** Most samples (all channels together) that one call will allocate: 2 GiB of Float32. */
export const MAX_SAMPLES = 2 ** 29;

/** Most bytes of a file that are held at once; a stretch of a WAV or FLAC file may lie in a larger one. */
export const MAX_BYTES = 2 ** 31;

/** A number as error messages print it: `4,294,967,295`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}
