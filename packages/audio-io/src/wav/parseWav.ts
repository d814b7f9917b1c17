import { AudioError } from '../errors';
import { formatCount, MAX_CHANNELS, MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from '../limits';

const WAVE_FORMAT_PCM = 0x0001;
const WAVE_FORMAT_IEEE_FLOAT = 0x0003;
const WAVE_FORMAT_EXTENSIBLE = 0xfffe;
/** Bytes 2 to 15 of every GUID that carries a classic format tag (KSDATAFORMAT_SUBTYPE_*). */
const SUBTYPE_TAIL = [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
const UNKNOWN_SIZE = 0xffffffff;

/** Where the samples of a WAV file lie and how they are stored. */
export interface WavLayout {
  readonly sampleRate: number;
  readonly channels: number;
  readonly encoding: 'pcm' | 'float';
  /** Bits that carry signal; at most `8 * bytesPerSample`. */
  readonly bitDepth: number;
  readonly bytesPerSample: number;
  readonly dataOffset: number;
  /** Whole frames that are really there, whatever the header claims. */
  readonly frames: number;
  readonly warnings: string[];
}

/** Said instead of a layout when the prefix given ends before the headers do. */
export const NEED_MORE_BYTES = Symbol('more bytes needed');

interface WavFormat extends Pick<WavLayout, 'sampleRate' | 'channels' | 'encoding' | 'bitDepth' | 'bytesPerSample'> {}

/**
 * Finds the samples in a WAV file. `bytes` is the file or its beginning; `fileSize` the whole file's length.
 *
 * Lenient where the intent is plain, always with a warning: a RIFF size that lies, `data` cut short, a missing pad byte,
 * chunks in any order. Strict where a guess would give noise: block alignment and bit depth must agree.
 *
 * @throws {AudioError} `UNKNOWN_FORMAT`, `MALFORMED`, `UNSUPPORTED`, `TRUNCATED`, each with the byte offset
 * @see Microsoft/IBM RIFF 1.0 (1991); "Multiple channel audio data and WAVE files" (extensible, 2007); EBU Tech 3306 (RF64)
 */
export function parseWav(bytes: Uint8Array, fileSize: number): WavLayout | typeof NEED_MORE_BYTES {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const warnings: string[] = [];
  if (bytes.length < 12) {
    if (fileSize > bytes.length) return NEED_MORE_BYTES;
    throw new AudioError('TRUNCATED', `a WAV header takes 12 bytes; the file has ${fileSize}`, {
      byteOffset: fileSize,
    });
  }
  const riff = fourCC(bytes, 0);
  // RF64 and its successor BW64: the same with sizes of 64 bits in a chunk of their own.
  const isLong = riff === 'RF64' || riff === 'BW64';
  if (riff === 'RIFX') {
    const message = 'byte 0 says "RIFX"; only little-endian files ("RIFF", "RF64") are decoded: convert it';
    throw new AudioError('UNSUPPORTED', message, { byteOffset: 0 });
  }
  if ((riff !== 'RIFF' && !isLong) || fourCC(bytes, 8) !== 'WAVE') {
    throw new AudioError(
      'UNKNOWN_FORMAT',
      'a WAV file starts with "RIFF", 4 bytes of size and "WAVE"; these bytes do not',
      {
        byteOffset: 0,
      },
    );
  }
  const riffSize = view.getUint32(4, true);
  const isStreamed = riffSize === 0 || riffSize === UNKNOWN_SIZE;
  if (!isStreamed && riffSize + 8 > fileSize) {
    warnings.push(
      `RIFF size at byte 4 claims ${formatCount(riffSize)} bytes; the file has ${formatCount(fileSize - 8)} left`,
    );
  }

  let format: WavFormat | undefined;
  let data: { offset: number; size: number } | undefined;
  let longSize: number | undefined;
  let position = 12;
  while (!(format && data) && position + 8 <= fileSize) {
    if (position + 8 > bytes.length) return NEED_MORE_BYTES;
    const id = fourCC(bytes, position);
    const start = position + 8;
    const left = fileSize - start;
    let claimed = view.getUint32(position + 4, true);
    if (id === 'data' && claimed === UNKNOWN_SIZE && longSize !== undefined) claimed = longSize;
    if (id === 'ds64' && isLong && claimed >= 16) {
      if (start + 16 > bytes.length && start + 16 <= fileSize) return NEED_MORE_BYTES;
      // The size of the RIFF chunk stands before that of the data.
      if (left >= 16) longSize = view.getUint32(start + 12, true) * 2 ** 32 + view.getUint32(start + 8, true);
    }
    if (id === 'fmt ' && !format) {
      if (start + Math.min(claimed, 40, left) > bytes.length) return NEED_MORE_BYTES;
      format = parseFormat(view, start, Math.min(claimed, left), claimed, warnings);
    } else if (id === 'data' && !data) {
      // Writers to a pipe cannot go back to fill in the size: they leave 0 or all ones, and the audio is all the rest.
      const isOpenEnded = claimed === UNKNOWN_SIZE || (claimed === 0 && isStreamed);
      if (isOpenEnded)
        warnings.push(`data chunk at byte ${position} has no size (streamed); reading to the end of the file`);
      else if (claimed > left) {
        warnings.push(
          `data chunk at byte ${position} claims ${formatCount(claimed)} bytes; the file has ${formatCount(left)} left`,
        );
      }
      data = { offset: start, size: isOpenEnded ? left : Math.min(claimed, left) };
      if (isOpenEnded) break;
    }
    position = nextChunk(bytes, start, claimed, fileSize);
  }
  if (!format) {
    throw new AudioError('MALFORMED', `no "fmt " chunk in ${formatCount(fileSize)} bytes: not a complete WAV file`, {
      byteOffset: Math.min(position, fileSize),
    });
  }
  if (!data) {
    throw new AudioError('TRUNCATED', `no "data" chunk in ${formatCount(fileSize)} bytes: the file holds no audio`, {
      byteOffset: Math.min(position, fileSize),
    });
  }
  const frameBytes = format.channels * format.bytesPerSample;
  const frames = Math.floor(data.size / frameBytes);
  const spare = data.size - frames * frameBytes;
  if (spare > 0) {
    warnings.push(
      `data chunk at byte ${data.offset - 8} ends with ${spare} bytes of an incomplete frame of ${frameBytes}; dropped`,
    );
  }
  return { ...format, dataOffset: data.offset, frames, warnings };
}

function parseFormat(view: DataView, start: number, size: number, claimed: number, warnings: string[]): WavFormat {
  const fail = (code: 'MALFORMED' | 'UNSUPPORTED', message: string, byteOffset: number): never => {
    throw new AudioError(code, message, { byteOffset });
  };
  if (size < 16) {
    fail(
      'MALFORMED',
      `fmt chunk at byte ${start - 8} claims ${formatCount(claimed)} bytes, has ${size}; it needs at least 16`,
      start,
    );
  }
  let tag = view.getUint16(start, true);
  const channels = view.getUint16(start + 2, true);
  const sampleRate = view.getUint32(start + 4, true);
  const blockAlign = view.getUint16(start + 12, true);
  const bits = view.getUint16(start + 14, true);
  let bitDepth = bits;
  if (tag === WAVE_FORMAT_EXTENSIBLE) {
    if (size < 40) fail('MALFORMED', `extensible fmt chunk at byte ${start - 8} has ${size} bytes; it needs 40`, start);
    if (SUBTYPE_TAIL.some((byte, index) => view.getUint8(start + 26 + index) !== byte)) {
      fail('UNSUPPORTED', `extensible fmt chunk at byte ${start - 8} names an unknown sub-format`, start + 24);
    }
    tag = view.getUint16(start + 24, true);
    const validBits = view.getUint16(start + 18, true);
    if (validBits > 0 && validBits <= bits) bitDepth = validBits;
  }
  if (tag !== WAVE_FORMAT_PCM && tag !== WAVE_FORMAT_IEEE_FLOAT) {
    fail(
      'UNSUPPORTED',
      `format tag 0x${tag.toString(16).padStart(4, '0')} at byte ${start}; PCM (1) and float (3) are decoded`,
      start,
    );
  }
  const encoding = tag === WAVE_FORMAT_PCM ? 'pcm' : 'float';
  if (channels < 1 || channels > MAX_CHANNELS) {
    fail('MALFORMED', `${channels} channels at byte ${start + 2}; 1 to ${MAX_CHANNELS} are accepted`, start + 2);
  }
  if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
    const range = `${formatCount(MIN_SAMPLE_RATE)} to ${formatCount(MAX_SAMPLE_RATE)}`;
    fail(
      'MALFORMED',
      `sample rate of ${formatCount(sampleRate)} Hz at byte ${start + 4}; ${range} are accepted`,
      start + 4,
    );
  }
  const bytesPerSample = Math.ceil(bits / 8);
  const accepted = encoding === 'pcm' ? bytesPerSample >= 1 && bytesPerSample <= 4 : bits === 32 || bits === 64;
  if (!accepted) {
    const range = encoding === 'pcm' ? '8, 16, 24 and 32' : '32 and 64';
    fail(
      'UNSUPPORTED',
      `${bits} bits a sample at byte ${start + 14}; ${range} are decoded for ${encoding}`,
      start + 14,
    );
  }
  if (blockAlign === 0)
    warnings.push(`block alignment at byte ${start + 12} is 0; ${channels * bytesPerSample} assumed`);
  else if (blockAlign !== channels * bytesPerSample) {
    const expected = `${channels} channels of ${bits} bits need ${channels * bytesPerSample}`;
    fail('MALFORMED', `block alignment at byte ${start + 12} is ${blockAlign}; ${expected}`, start + 12);
  }
  return { sampleRate, channels, encoding, bitDepth, bytesPerSample };
}

/** Chunks are padded to even lengths; some writers forget to, so an odd one is followed where a chunk id is seen. */
function nextChunk(bytes: Uint8Array, start: number, size: number, fileSize: number): number {
  const end = start + size;
  if (size % 2 === 0) return end;
  const unpadded =
    end + 8 <= Math.min(bytes.length, fileSize) && looksLikeId(bytes, end) && !looksLikeId(bytes, end + 1);
  return unpadded ? end : end + 1;
}

function looksLikeId(bytes: Uint8Array, position: number): boolean {
  for (let i = 0; i < 4; i++) {
    const byte = bytes[position + i] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return false;
  }
  return true;
}

export function fourCC(bytes: Uint8Array, position: number): string {
  return String.fromCharCode(...bytes.subarray(position, position + 4));
}
