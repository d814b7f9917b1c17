import type { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { DecodedAudio } from './decodedAudio';
import { AudioError } from './errors';
import { formatCount, MAX_SAMPLES } from './limits';
import { md5Hex } from './md5Hex';
import { type FlacInfo, parseFlac } from './parseFlac';
import { NEED_MORE_BYTES } from './parseWav';

/** Bytes handed to the decoder at a time: small, so that a file that unpacks to far more than it claims is stopped early. */
const SLICE_BYTES = 32 * 1024;
/** The decoder drops the last frame of some files unless bytes follow it (one RAVDESS clip in eleven). */
const TAIL_BYTES = 64;
/** The decoder hands out float32, which holds 24 bits of integer and no more. */
const MAX_BIT_DEPTH = 24;

/**
 * FLAC bytes to samples, equal to libsndfile's. The decoder (WebAssembly) is fetched at the first call, not on import.
 *
 * The decoder just ends the audio at a damaged frame and reports nothing, so the count and the MD5 in STREAMINFO are
 * checked here: samples that come back are the samples that were encoded.
 *
 * @throws {AudioError} `MALFORMED`, `UNSUPPORTED`, `TRUNCATED` (fewer or more samples than STREAMINFO says), `CORRUPT` (MD5)
 */
export async function decodeFlac(bytes: Uint8Array): Promise<DecodedAudio> {
  const info = parseFlac(bytes, bytes.length);
  if (info === NEED_MORE_BYTES) {
    throw new AudioError('TRUNCATED', 'STREAMINFO is not complete', { byteOffset: bytes.length });
  }
  if (info.bitDepth > MAX_BIT_DEPTH) {
    const message = `${info.bitDepth}-bit FLAC at byte ${info.offset + 20}; up to ${MAX_BIT_DEPTH} bits are decoded exactly`;
    throw new AudioError('UNSUPPORTED', message, { byteOffset: info.offset + 20 });
  }
  if (info.totalSamples * info.channels > MAX_SAMPLES) {
    const claimed = formatCount(info.totalSamples * info.channels);
    throw new AudioError(
      'TOO_LARGE',
      `STREAMINFO claims ${claimed} samples; ${formatCount(MAX_SAMPLES)} are decoded at once`,
      {
        byteOffset: info.offset + 21,
      },
    );
  }
  const channels = await decodeFrames(bytes.subarray(info.offset), info);
  const warnings: string[] = [];
  const length = channels[0]?.length ?? 0;
  if (info.totalSamples === 0)
    warnings.push('STREAMINFO does not say how many samples there are; the length is not checked');
  else if (length !== info.totalSamples) {
    const message = `${formatCount(length)} samples decoded; STREAMINFO at byte ${info.offset + 21} promises ${formatCount(info.totalSamples)}`;
    throw new AudioError('TRUNCATED', `${message}: the file is cut short or damaged`, { byteOffset: info.offset + 21 });
  }
  const found = toIntegersAndHash(channels, info.bitDepth);
  if (info.md5 === undefined) warnings.push('STREAMINFO has no MD5; the samples are not verified');
  else if (found !== info.md5) {
    throw new AudioError(
      'CORRUPT',
      `MD5 of the samples is ${found}; STREAMINFO at byte ${info.offset + 26} says ${info.md5}`,
      {
        byteOffset: info.offset + 26,
      },
    );
  }
  if (length === 0) warnings.push('the file holds no sample');
  return { channels, sampleRate: info.sampleRate, format: 'flac', bitDepth: info.bitDepth, warnings };
}

/** One decoder serves file after file: making one compiles its WebAssembly, which takes longer than decoding a clip. */
let shared: Promise<FLACDecoder> | undefined;
let turn: Promise<unknown> = Promise.resolve();

function decodeFrames(flac: Uint8Array, info: FlacInfo): Promise<Float32Array[]> {
  const mine = turn.then(() => decodeAlone(flac, info));
  // The next file waits for this one, whatever becomes of it; the caller gets the error.
  turn = mine.then(
    () => undefined,
    () => undefined,
  );
  return mine;
}

async function readyDecoder(): Promise<FLACDecoder> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  const decoder = new FLACDecoder();
  await decoder.ready;
  return decoder;
}

async function decodeAlone(flac: Uint8Array, info: FlacInfo): Promise<Float32Array[]> {
  shared ??= readyDecoder();
  const decoder = await shared;
  const padded = new Uint8Array(flac.length + TAIL_BYTES);
  padded.set(flac);
  const limit = info.totalSamples > 0 ? info.totalSamples : Math.floor(MAX_SAMPLES / info.channels);
  const pieces: Float32Array[][] = [];
  let length = 0;
  const take = (piece: { channelData: Float32Array[]; samplesDecoded: number }) => {
    if (piece.samplesDecoded === 0) return;
    if (piece.channelData.length !== info.channels) {
      const message = `a frame holds ${piece.channelData.length} channels; STREAMINFO at byte ${info.offset + 20} says ${info.channels}`;
      throw new AudioError('MALFORMED', message, { byteOffset: info.offset + 20 });
    }
    pieces.push(piece.channelData);
    length += piece.samplesDecoded;
    if (length > limit) {
      const message = `over ${formatCount(limit)} samples decoded, more than STREAMINFO at byte ${info.offset + 21} allows`;
      throw new AudioError('MALFORMED', message, { byteOffset: info.offset + 21 });
    }
  };
  try {
    await decoder.reset();
    for (let at = 0; at < padded.length; at += SLICE_BYTES) {
      take(await decoder.decode(padded.subarray(at, at + SLICE_BYTES)));
    }
    take(await decoder.flush());
  } catch (cause) {
    // A decoder that failed once is not trusted with the next file.
    shared = undefined;
    decoder.free();
    if (cause instanceof AudioError) throw cause;
    throw new AudioError(
      'CORRUPT',
      `the FLAC decoder gave up: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  return Array.from({ length: info.channels }, (_, channel) => {
    const samples = new Float32Array(length);
    let position = 0;
    for (const piece of pieces) {
      const part = piece[channel];
      if (part) samples.set(part, position);
      position += piece[0]?.length ?? 0;
    }
    return samples;
  });
}

/**
 * Undoes the decoder's scale of 1/(2^(bits-1) - 1) in place, to libsndfile's 1/2^(bits-1), and returns the MD5 that
 * FLAC defines: of the integers, interleaved, little endian, in the fewest whole bytes.
 */
function toIntegersAndHash(channels: Float32Array[], bitDepth: number): string {
  const fullScale = 2 ** (bitDepth - 1);
  const width = Math.ceil(bitDepth / 8);
  const length = (channels[0]?.length ?? 0) * channels.length;
  if (width === 2 && LITTLE_ENDIAN) {
    // Nearly all files: the array holds the bytes as they are hashed.
    const interleaved = new Int16Array(length);
    toIntegers(channels, fullScale, interleaved);
    return md5Hex(new Uint8Array(interleaved.buffer));
  }
  const interleaved = new Int32Array(length);
  toIntegers(channels, fullScale, interleaved);
  const bytes = new Uint8Array(length * width);
  for (let i = 0; i < length; i++) {
    for (let byte = 0; byte < width; byte++) bytes[i * width + byte] = interleaved[i]! >> (8 * byte);
  }
  return md5Hex(bytes);
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function toIntegers(channels: Float32Array[], fullScale: number, interleaved: Int16Array | Int32Array): void {
  // Looked up once: inside a sandbox (Jest, vm) each look-up of a global is slow.
  const { round } = Math;
  channels.forEach((samples, channel) => {
    let at = channel;
    for (let i = 0; i < samples.length; i++) {
      const value = round(samples[i]! * (fullScale - 1));
      samples[i] = value / fullScale;
      interleaved[at] = value;
      at += channels.length;
    }
  });
}
