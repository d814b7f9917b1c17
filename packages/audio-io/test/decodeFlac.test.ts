import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipPath, ravdessFolder } from '../../../tools/golden/ravdess';
import { decode } from '../src';
import { encodeFlac } from './support/encodeFlac';
import { errorOf } from './support/errorOf';

/** Made by tools/golden/flac.py. */
const libFlacFiles: { name: string; bits: number; sha256: string; file: string }[] = JSON.parse(
  readFileSync(join(__dirname, 'golden', 'flac.json'), 'utf8'),
);

/** The same, by the programs flac and ffmpeg. */
const hardFiles: {
  name: string;
  bits: number;
  channels: number;
  sampleRate: number;
  isVerified: boolean;
  sha256: string;
  file: string;
}[] = JSON.parse(readFileSync(join(__dirname, 'golden', 'flacHard.json'), 'utf8'));

/** SHA-256 of the interleaved integers that samples were made from. */
function digest(channels: readonly Float32Array[], bits: number): string {
  const integers = new Int32Array(channels.length * channels[0]!.length);
  channels.forEach((samples, channel) => {
    samples.forEach((sample, i) => {
      integers[i * channels.length + channel] = sample * 2 ** (bits - 1);
    });
  });
  return createHash('sha256').update(new Uint8Array(integers.buffer)).digest('hex');
}

const ramp = (length: number, step: number, bits: number) =>
  Array.from({ length }, (_, i) => ((i * step) % 2 ** bits) - 2 ** (bits - 1));

describe('decode of FLAC', () => {
  it.each([8, 16, 24] as const)(
    'gives the integers over 2^(bits-1) exactly for %i bits, both ends of the range included',
    async (bits) => {
      const left = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, 0, -1, 1, ...ramp(1000, 7919, bits)];
      const right = [...left].reverse();
      const decoded = await decode(encodeFlac([left, right], bits));
      expect(decoded).toMatchObject({ format: 'flac', sampleRate: 16000, bitDepth: bits, warnings: [] });
      expect(decoded.channels.map((samples) => [...samples])).toEqual(
        [left, right].map((c) => c.map((v) => v / 2 ** (bits - 1))),
      );
    },
  );

  it.each(libFlacFiles)('gives the integers that libFLAC encoded: $name', async ({ bits, sha256, file }) => {
    const { channels, warnings } = await decode(Buffer.from(file, 'base64'));
    expect(digest(channels, bits)).toBe(sha256);
    expect(warnings).toEqual([]);
  });

  it.each(hardFiles)('gives the integers that were encoded: $name', async (golden) => {
    const { channels, warnings, sampleRate, bitDepth } = await decode(Buffer.from(golden.file, 'base64'));
    expect([channels.length, sampleRate, bitDepth]).toEqual([golden.channels, golden.sampleRate, golden.bits]);
    // Float32 does not hold 32 bits: those integers are verified by the MD5, whose absence would be a warning.
    if (golden.bits <= 24) expect(digest(channels, golden.bits)).toBe(golden.sha256);
    expect(warnings).toHaveLength(golden.isVerified ? 0 : 2);
  });

  it('gives the same integers without WebAssembly', async () => {
    const { WebAssembly } = globalThis;
    try {
      (globalThis as { WebAssembly?: unknown }).WebAssembly = undefined;
      await jest.isolateModulesAsync(async () => {
        const plain: typeof import('../src') = await import('../src');
        for (const { bits, sha256, file } of [...libFlacFiles, ...hardFiles.filter(({ bits }) => bits <= 24)]) {
          const { channels } = await plain.decode(Buffer.from(file, 'base64'));
          expect(digest(channels, bits)).toBe(sha256);
        }
      });
    } finally {
      globalThis.WebAssembly = WebAssembly;
    }
  });

  it.each(['left-side', 'side-right', 'mid-side'] as const)(
    'rounds 32 bits to float32, and joins %s stereo whose side has 33',
    async (stereo) => {
      const [top, bottom] = [2 ** 31 - 1, -(2 ** 31)];
      const left = [top, bottom, top, bottom, 0, 12_345_679, -7, 1];
      const right = [bottom, top, top, bottom, 0, -12_345_679, 6, 0];
      const decoded = await decode(encodeFlac([left, right], 32, 16000, 4, { stereo }));
      expect(decoded.warnings).toEqual([]);
      expect(decoded.channels.map((samples) => [...samples])).toEqual(
        [left, right].map((c) => c.map((v) => Math.fround(v / 2 ** 31))),
      );
    },
  );

  it('reads 4 bits, blocks of different sizes, and long numbers of samples', async () => {
    const samples = ramp(500, 7, 4);
    const bytes = encodeFlac([samples], 4, 16000, [100, 17, 1, 200], { firstSample: 2 ** 35 });
    expect([...(await decode(bytes)).channels[0]!]).toEqual(samples.map((sample) => sample / 8));
  });

  it.each([0, 1] as const)('reads residuals written plainly, which libFLAC never does: method %i', async (escaped) => {
    const samples = ramp(500, 7919, 16);
    const { channels } = await decode(encodeFlac([samples], 16, 16000, 192, { escaped }));
    expect([...channels[0]!]).toEqual(samples.map((sample) => sample / 2 ** 15));
  });

  it('reads frames that leave rate, depth and size to STREAMINFO or to a byte of their own', async () => {
    const samples = ramp(500, 3, 16);
    const bytes = encodeFlac([samples], 16, 16000, 100, { fromStreamInfo: true });
    expect([...(await decode(bytes)).channels[0]!]).toEqual(samples.map((sample) => sample / 2 ** 15));
  });

  it('finds the stream behind an ID3v2 tag', async () => {
    const tag = [...Buffer.from('ID3'), 4, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5];
    const decoded = await decode(Uint8Array.from([...tag, ...encodeFlac([ramp(500, 3, 16)], 16)]));
    expect(decoded.channels[0]!.length).toBe(500);
  });

  it('takes a stream without MD5 and length, and says that it is not verified', async () => {
    const bytes = encodeFlac([ramp(500, 3, 16)], 16);
    bytes.fill(0, 22, 42);
    bytes.set(encodeFlac([ramp(500, 3, 16)], 16).subarray(18, 22), 18);
    const decoded = await decode(bytes);
    expect(decoded.channels[0]!.length).toBe(500);
    expect(decoded.warnings).toEqual([
      'STREAMINFO does not say how many samples there are; the length is not checked',
      'STREAMINFO has no MD5; the samples are not verified',
    ]);
  });

  const flac = encodeFlac([ramp(1000, 7919, 16)], 16);
  const changed = (at: number, value: number) => Uint8Array.from(flac, (byte, i) => (i === at ? value : byte));
  it.each([
    ['a cut', flac.subarray(0, flac.length - 500), 'TRUNCATED', 21],
    ['a cut in STREAMINFO', flac.subarray(0, 30), 'TRUNCATED', 30],
    ['a wrong MD5', changed(26, flac[26]! ^ 1), 'CORRUPT', 26],
    ['more samples than promised', changed(24, 0), 'MALFORMED', 21],
    ['another depth in the frames', changed(21, 0xf0).map((byte, i) => (i === 20 ? byte | 1 : byte)), 'MALFORMED', 18],
    ['another rate in the frames', changed(18, flac[18]! + 1), 'MALFORMED', 18],
    ['3 bits', changed(20, flac[20]! & 0xfe).map((byte, i) => (i === 21 ? 0x20 : byte)), 'MALFORMED', 20],
    ['no STREAMINFO', changed(4, 3), 'MALFORMED', 4],
    ['a claim of 2^36 samples', changed(21, (flac[21]! & 0xf0) | 15), 'TOO_LARGE', 21],
  ])('refuses %s', async (_, bytes, code, byteOffset) => {
    const error = await errorOf(() => decode(bytes));
    expect({ code: error.code, byteOffset: error.byteOffset }).toEqual({ code, byteOffset });
  });

  it('says which frame is damaged', async () => {
    // The second of 192 samples, verbatim: a header of 8 bytes, one of the subframe, 384 of samples, 2 of checksum each.
    const second = 42 + 395;
    const error = await errorOf(() => decode(changed(second + 100, flac[second + 100]! ^ 16)));
    expect({ code: error.code, byteOffset: error.byteOffset }).toEqual({ code: 'CORRUPT', byteOffset: second });
  });

  it('ignores a tag behind the last frame, and says so only where the length is not known', async () => {
    const tag = [...Buffer.from('TAG'), ...new Array(125).fill(0)];
    expect((await decode(Uint8Array.from([...flac, ...tag]))).warnings).toEqual([]);
    const unknown = Uint8Array.from([...flac, ...tag]);
    unknown.fill(0, 22, 26);
    expect((await decode(unknown)).warnings).toEqual([
      'STREAMINFO does not say how many samples there are; the length is not checked',
      `128 bytes at byte ${flac.length} are no whole FLAC frame`,
    ]);
  });

  it('refuses a flipped bit anywhere in the audio', async () => {
    for (const at of [60, 500, 1000, flac.length - 30]) {
      const error = await errorOf(() => decode(changed(at, flac[at]! ^ 16)));
      expect(['TRUNCATED', 'CORRUPT']).toContain(error.code);
    }
  });
});

const corpus = ravdessFolder();
const onReal = corpus ? it : it.skip;

describe('RAVDESS', () => {
  onReal(
    'decodes the clips, verified by their MD5',
    async () => {
      // SER_ALL_CLIPS=1 takes all 1,440.
      const all = readdirSync(corpus!).filter((name) => name.startsWith('Actor_'));
      const folders = process.env.SER_ALL_CLIPS ? all : ['Actor_01'];
      let clips = 0;
      for (const folder of folders) {
        for (const file of readdirSync(join(corpus!, folder)).filter((name) => name.endsWith('.flac'))) {
          expect((await decode(readFileSync(join(corpus!, folder, file)))).warnings).toEqual([]);
          clips++;
        }
      }
      expect(clips).toBe(60 * folders.length);
    },
    240_000,
  );

  onReal('gives the same samples from the WAVs as published and from the FLACs, stereo ones included', async () => {
    const folder = join(corpus!, 'as-distributed');
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.wav')) : [];
    let stereo = 0;
    for (const file of files) {
      const wav = await decode(readFileSync(join(folder, file)));
      const flac = await decode(readFileSync(clipPath(corpus!, file.replace('.wav', ''))));
      expect(wav.warnings).toEqual([]);
      expect(wav.channels.length).toBe(flac.channels.length);
      wav.channels.forEach((samples, channel) => {
        expect(Buffer.from(samples.buffer).equals(Buffer.from(flac.channels[channel]!.buffer))).toBe(true);
      });
      if (wav.channels.length === 2) stereo++;
    }
    expect([files.length, stereo]).toEqual([8, 5]);
  });
});
