import type { DecodedAudio, FormatName } from './decodedAudio';
import { AudioError } from './errors';
import { formatCount, MAX_CHANNELS, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from './limits';

/** Formats whose decoder may be replaced. */
export type LossyFormatName = Extract<FormatName, 'mp3' | 'vorbis' | 'opus' | 'aac'>;

/** Decodes a whole file: all channels, of one length, at one rate in Hz. */
export type Decoder = (
  bytes: Uint8Array,
) => Promise<{ readonly channels: readonly Float32Array[]; readonly sampleRate: number }>;

const registered = new Map<LossyFormatName, Decoder>();

/**
 * Lets a function of yours decode a format: AAC in Node, which nothing under a permissive licence does, or another one instead
 * of the package's own choice.
 *
 * It holds for this copy of the package: one that is loaded by `import` and one by `require` know nothing of each other.
 *
 * @param format 'aac', 'mp3', 'vorbis' or 'opus'
 * @param decoder takes the bytes of a file (ADTS or M4A for 'aac'); what it gives is checked: one length, finite samples
 * @returns takes it back: what was there before decodes again
 * @throws {AudioError} `INVALID_ARGUMENT`
 * @example
 * const takeBack = registerDecoder('aac', async (bytes) => ({ channels: [await myAacDecoder(bytes)], sampleRate: 44100 }));
 */
export function registerDecoder(format: LossyFormatName, decoder: Decoder): () => void {
  if (!['aac', 'mp3', 'vorbis', 'opus'].includes(format)) {
    const message = `registerDecoder: format is ${JSON.stringify(format)}; 'aac', 'mp3', 'vorbis' or 'opus' expected`;
    throw new AudioError('INVALID_ARGUMENT', message);
  }
  if (typeof decoder !== 'function') {
    throw new AudioError('INVALID_ARGUMENT', `registerDecoder: decoder is ${typeof decoder}; a function expected`);
  }
  const before = registered.get(format);
  registered.set(format, decoder);
  return () => {
    if (registered.get(format) !== decoder) return;
    if (before === undefined) registered.delete(format);
    else registered.set(format, before);
  };
}

/** Decodes by the registered decoder, or else by `decoder`; and checks what comes out. */
export async function decodeLossy(
  format: LossyFormatName,
  bytes: Uint8Array,
  decoder: Decoder,
): Promise<Omit<DecodedAudio, 'warnings'>> {
  const decode = registered.get(format) ?? decoder;
  try {
    const { channels, sampleRate } = await decode(bytes);
    check(channels, sampleRate);
    return { channels: [...channels], sampleRate, format, bitDepth: undefined };
  } catch (cause) {
    if (cause instanceof AudioError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AudioError('CORRUPT', `the ${format} decoder failed: ${reason}`, { cause });
  }
}

function check(channels: readonly Float32Array[], sampleRate: number): void {
  if (channels.length < 1 || channels.length > MAX_CHANNELS) throw new Error(`it gave ${channels.length} channels`);
  if (!(sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE)) throw new Error(`it gave ${sampleRate} Hz`);
  channels.forEach((samples, channel) => {
    if (Object.prototype.toString.call(samples) !== '[object Float32Array]') {
      throw new Error(`channel ${channel} is no Float32Array`);
    }
    if (samples.length !== channels[0]!.length) {
      throw new Error(`channel ${channel} has ${samples.length} samples, channel 0 has ${channels[0]!.length}`);
    }
    const bad = samples.findIndex((sample) => !Number.isFinite(sample));
    if (bad >= 0) {
      const message = `sample ${formatCount(bad)} of channel ${channel} is ${samples[bad]}`;
      throw new AudioError('NON_FINITE', message);
    }
  });
}

/** Imports the package that decodes a format; it comes with this one, but an installation or a bundle may leave it out. */
export async function importDecoder<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `the decoder, ${name}, cannot be imported (${reason}); install it, or use registerDecoder`;
    throw new AudioError('NO_DECODER', message, { cause });
  }
}
