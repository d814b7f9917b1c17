import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { AudioError, decode, encodeWav, load, probe, registerDecoder } from '../src';
import { flac } from '../src/flac/flac';
import { fromBytes } from '../src/sources/byteReader';
import { wav } from '../src/wav/wav';
import { encodeFlac, resealFrame } from './support/encodeFlac';
import { resealPage } from './support/oggPages';
import { data, fmt, riff, u32 } from './support/riff';

// SER_FUZZ_RUNS=100000 npx jest test/fuzz.test.ts is the long run; SER_FUZZ_SEED replays or varies it.
const numRuns = Number(process.env.SER_FUZZ_RUNS ?? 60);
const seed = Number(process.env.SER_FUZZ_SEED ?? 1);
const timeout = 60_000 + numRuns * 50;

const samples = Float32Array.from({ length: 600 }, (_, i) => ((i * 37) % 200) / 200 - 0.5);
const integers = Array.from(samples, (sample) => Math.round(sample * 30000));
const wavs = [
  encodeWav({ samples, sampleRate: 16000 }),
  encodeWav({ channels: [samples, samples], sampleRate: 48000 }, { bitDepth: 24 }),
  encodeWav({ samples, sampleRate: 8000 }, { bitDepth: '32f' }),
  riff([{ id: 'LIST', body: [1, 2, 3] }, fmt(), { id: 'fact', body: u32(3) }, data(1, 2, 3)]),
  rf64(),
];

function rf64(): Uint8Array {
  const sizes = { id: 'ds64', body: [...u32(0), ...u32(0), ...u32(6), ...u32(0), ...u32(3), ...u32(0), ...u32(0)] };
  const bytes = riff([sizes, fmt(), { ...data(1, 2, 3), size: 0xffffffff }], 0xffffffff);
  bytes.set(Buffer.from('RF64'));
  return bytes;
}
const flacs = [
  encodeFlac([integers], 16),
  encodeFlac([integers, integers], 24, 48000, 100),
  encodeFlac([integers], 16, 16000, 100, { fromStreamInfo: true }),
];

/** Files of libFLAC with one frame each: linear predictors, Rice codes of every kind, joint stereo. */
const oneFrameFlacs: Uint8Array[] = JSON.parse(readFileSync(join(__dirname, 'golden', 'flac.json'), 'utf8'))
  .filter(({ name }: { name: string }) => name.endsWith('level 1.0'))
  .map(({ file }: { file: string }) => Uint8Array.from(Buffer.from(file, 'base64')));

const lossy: { format: string; name: string; bytes: Uint8Array }[] = JSON.parse(
  readFileSync(join(__dirname, 'golden', 'lossy.json'), 'utf8'),
).map(({ file, ...golden }: { file: string }) => ({ ...golden, bytes: Uint8Array.from(Buffer.from(file, 'base64')) }));
const ofFormat = (...formats: string[]) =>
  lossy.filter(({ format }) => formats.includes(format)).map(({ bytes }) => bytes);

/** All pages of an Ogg file with right checksums again: those that still have a header. */
function resealPages(bytes: Uint8Array): Uint8Array {
  let output = bytes;
  for (let at = 0; at + 27 < bytes.length; at++) {
    const isPage = Buffer.from(output.subarray(at, at + 4)).toString('latin1') === 'OggS';
    if (isPage && at + 27 + output[at + 26]! <= output.length) output = resealPage(output, at);
  }
  return output;
}

/** Where the frames begin, behind the last metadata block. */
function firstFrame(bytes: Uint8Array): number {
  let at = 4;
  for (let isLast = false; !isLast; ) {
    isLast = bytes[at]! >= 128;
    at += 4 + bytes[at + 1]! * 65_536 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return at;
}

const nasty = fc.constantFrom(0, 1, 2, 7, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff);
// Half of the mutations hit the headers, where every byte means something.
const mutation = fc.record({
  kind: fc.constantFrom('flip', 'byte', 'word', 'cut', 'remove', 'repeat'),
  at: fc.oneof(fc.nat(64), fc.nat(100_000)),
  value: fc.oneof(nasty, fc.nat(255)),
});

function mutate(bytes: Uint8Array, { kind, at, value }: { kind: string; at: number; value: number }): Uint8Array {
  const position = at % Math.max(1, bytes.length);
  const output = Uint8Array.from(bytes);
  const [head, tail] = [[...bytes.subarray(0, position)], [...bytes.subarray(position)]];
  switch (kind) {
    case 'flip':
      output[position] = (output[position] ?? 0) ^ (1 << (value % 8));
      return output;
    case 'byte':
      output[position] = value % 256;
      return output;
    case 'word':
      output.set(u32(value).slice(0, Math.max(0, bytes.length - position)), position);
      return output;
    case 'cut':
      return output.slice(0, position);
    case 'remove':
      return Uint8Array.from([...head, ...tail.slice(1 + (value % 16))]);
    default:
      return Uint8Array.from([...head, ...tail.slice(0, 1 + (value % 64)), ...tail]);
  }
}

async function survives(bytes: Uint8Array): Promise<void> {
  for (const run of [() => decode(bytes), () => probe(bytes), () => load(bytes, { duration: 0.01 })]) {
    try {
      const result = await run();
      const arrays =
        'channels' in result && Array.isArray(result.channels)
          ? result.channels
          : 'samples' in result
            ? [result.samples]
            : [];
      for (const array of arrays) {
        if (!ArrayBuffer.isView(array)) continue;
        if (array.length > 100 * bytes.length + 1_000_000)
          throw new Error(`${array.length} samples from ${bytes.length} bytes`);
        if ((array as Float32Array).some((sample) => !Number.isFinite(sample))) throw new Error('NaN came through');
      }
    } catch (error) {
      if (!(error instanceof AudioError)) throw error;
    }
  }
}

describe('mutated bytes end in samples or in an AudioError', () => {
  it.each([
    ['WAV', wavs, numRuns * 5],
    ['FLAC', flacs, numRuns],
  ] as const)(
    '%s',
    async (_, seeds, runs) => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...seeds),
          fc.array(mutation, { minLength: 1, maxLength: 4 }),
          async (start, mutations) => {
            await survives(mutations.reduce(mutate, start));
          },
        ),
        { numRuns: runs, seed },
      );
    },
    timeout,
  );

  it.each([
    ['MP3', ofFormat('mp3'), (bytes: Uint8Array) => bytes],
    ['Ogg', ofFormat('vorbis', 'opus', 'flac'), (bytes: Uint8Array) => bytes],
    ['Ogg with right checksums', ofFormat('vorbis', 'opus', 'flac'), resealPages],
    ['M4A and ADTS', ofFormat('aac'), (bytes: Uint8Array) => bytes],
  ] as const)(
    '%s',
    async (_, seeds, finish) => {
      const takeBack = registerDecoder('aac', async () => ({ channels: [new Float32Array(2)], sampleRate: 8000 }));
      // Decoders also print what they report.
      const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
      try {
        await fc.assert(
          fc.asyncProperty(
            fc.constantFrom(...seeds),
            fc.array(mutation, { minLength: 1, maxLength: 4 }),
            async (start, mutations) => {
              await survives(finish(mutations.reduce(mutate, start)));
            },
          ),
          { numRuns, seed },
        );
      } finally {
        printed.mockRestore();
        takeBack();
      }
    },
    4 * timeout,
  );

  it(
    'parts of WAV and FLAC, and where they end in samples, those of the whole',
    async () => {
      const stretch = (_: number, length: number) => ({ start: Math.floor(length / 3), end: Math.ceil(length / 2) });
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...flacs, ...wavs, ...oneFrameFlacs),
          fc.array(mutation, { minLength: 0, maxLength: 3 }),
          async (whole, mutations) => {
            const bytes = mutations.reduce(mutate, whole);
            const format = [wav, flac].find(({ detect }) => detect(bytes));
            let part: Awaited<ReturnType<NonNullable<typeof wav.decodeStretch>>>;
            try {
              part = await format?.decodeStretch?.(fromBytes(bytes), 0, stretch);
              if (part === undefined) return;
              const { channels } = await decode(bytes);
              const { start, end } = stretch(0, channels[0]!.length);
              expect(part.channels).toEqual(channels.map((samples) => samples.slice(start, end)));
            } catch (error) {
              if (!(error instanceof AudioError)) throw error;
            }
          },
        ),
        { numRuns: numRuns * 5, seed },
      );
    },
    timeout,
  );

  // A checksum stops most damage at the door; here it is right, and there is no MD5, so that the reader itself meets the damage.
  it(
    'FLAC frames with right checksums',
    async () => {
      for (const whole of oneFrameFlacs) expect(resealFrame(whole, firstFrame(whole))).toEqual(whole);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...oneFrameFlacs),
          fc.array(mutation, { minLength: 1, maxLength: 4 }),
          async (whole, mutations) => {
            const start = firstFrame(whole);
            const head = Uint8Array.from(whole.subarray(0, start)).fill(0, 26, 42);
            const frame = mutations.reduce(mutate, whole.subarray(start));
            if (frame.length < 10) return;
            await survives(resealFrame(Uint8Array.from([...head, ...frame]), start));
          },
        ),
        { numRuns, seed },
      );
    },
    timeout,
  );

  it(
    'chunks made up at random',
    async () => {
      const chunk = fc.record({
        id: fc.constantFrom('fmt ', 'data', 'LIST', 'fact', 'FLLR', '\0\0\0\0'),
        body: fc.oneof(fc.array(fc.nat(255), { maxLength: 60 }), fc.constant([...fmt().body])),
        size: fc.option(nasty, { nil: undefined }),
        isUnpadded: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(chunk, { maxLength: 6 }),
          fc.option(nasty, { nil: undefined }),
          async (chunks, size) => {
            await survives(riff(chunks, size));
          },
        ),
        { numRuns: numRuns * 5, seed },
      );
    },
    timeout,
  );
});
