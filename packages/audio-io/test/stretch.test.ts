import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  openAsBlob,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav, load, probe } from '../src';
import { encodeFlac } from './support/encodeFlac';
import { errorOf } from './support/errorOf';
import { LENGTH, RATE, sampleAt, writeLongFlacs, writeLongWav } from './support/longFiles';
import { serveFile } from './support/rangeServer';

const folder = mkdtempSync(join(tmpdir(), 'ser-audio-io-'));
afterAll(() => rmSync(folder, { recursive: true }));

const wav = join(folder, 'long.wav');
const flac = join(folder, 'long.flac');
const tabled = join(folder, 'tabled.flac');
/** Seconds: the start, odd places, inside of noise, across its edge, and the end. */
const OFFSETS = [0, 0.0871, 3_413.3, 3_456.78, 3_600.5, 7_197.4];
const DURATION = 2.6;
const COUNT = DURATION * RATE;

beforeAll(() => {
  writeLongWav(
    wav,
    OFFSETS.map((offset) => [Math.trunc(offset * RATE), Math.trunc(offset * RATE) + COUNT] as const),
  );
  writeLongFlacs(flac, tabled);
});

/** To the bit; `toEqual` would take seconds. */
function expectSame(actual: Float32Array, expectedSamples: Float32Array): void {
  expect(actual.length).toBe(expectedSamples.length);
  expect(actual.findIndex((sample, i) => sample !== expectedSamples[i])).toBe(-1);
}

const stretches = new Map(
  OFFSETS.map((offset) => {
    const from = Math.trunc(offset * RATE);
    return [offset, Float32Array.from({ length: COUNT }, (_, i) => sampleAt(from + i) / 32768)];
  }),
);
const expected = (offset: number) => stretches.get(offset)!;
const part = (offset: number) => ({ sampleRate: null, offset, duration: DURATION }) as const;

const hasCounters = existsSync('/proc/self/clear_refs');
if (!hasCounters) console.log('memory and bytes of a fresh process are not measured: only Linux tells them');
const onLinux = hasCounters ? it : it.skip;

describe.each([
  ['WAV', () => wav, 700_000],
  ['FLAC without a seek table', () => flac, 2_500_000],
  ['FLAC with a seek table', () => tabled, 900_000],
])('2.6 s out of two hours of %s', (_, path, mostBytes) => {
  it.each(OFFSETS)('are the samples at %d s, from a path', async (offset) => {
    const { samples } = await load(path(), part(offset));
    expectSame(samples, expected(offset));
  });

  it('are read of a Blob by slices', async () => {
    const blob = await openAsBlob(path());
    let bytesRead = 0;
    const counted = {
      size: blob.size,
      arrayBuffer: () => blob.arrayBuffer(),
      slice: (start: number, end: number) => {
        bytesRead += Math.min(end, blob.size) - start;
        return blob.slice(start, end);
      },
    } as unknown as Blob;
    for (const offset of OFFSETS) {
      bytesRead = 0;
      const { samples } = await load(counted, part(offset));
      expectSame(samples, expected(offset));
      expect(bytesRead).toBeLessThan(mostBytes);
    }
  });

  it('are asked of a server by ranges', async () => {
    const server = await serveFile(path());
    try {
      const { samples } = await load(server.url, part(3_600.5));
      expectSame(samples, expected(3_600.5));
      expect(server.sent).toBeLessThan(mostBytes);
      expect(server.requests[0]).toBe('bytes=0-65535');
      server.sent = 0;
      expect(await probe(server.url)).toMatchObject({ samples: LENGTH, duration: 7_200 });
      expect(server.sent).toBe(65_536);
    } finally {
      server.close();
    }
  });

  onLinux('take under 20 MB of memory in a fresh process', () => {
    const program = join(__dirname, 'programs', 'loadPart.ts');
    const node = ['--conditions=@ser/source', '--import', 'tsx', program, path()];
    const result = JSON.parse(execFileSync(process.execPath, node, { encoding: 'utf8' }));
    expect(result.samples).toBe(COUNT);
    expect(result.grown).toBeLessThan(20_000_000);
    expect(result.bytesRead).toBeLessThan(mostBytes);
    console.log(
      `${path().split('.').pop()}: ${(result.grown / 1e6).toFixed(1)} MB more, ${result.bytesRead} bytes read`,
    );
  });
});

describe('a part of a smaller FLAC file', () => {
  const random = Array.from({ length: 700_000 }, (_, i) => sampleAt(i));
  // Above 1 MiB: smaller files are read whole.
  const variable = encodeFlac([random], 16, 48000, [1000, 4096, 17, 300]);
  const fixed = encodeFlac([random], 16, 48000, 4096);

  it.each([
    ['of different sizes of blocks', variable],
    ['of blocks of one size', fixed],
    ['behind an ID3v2 tag', Uint8Array.from([...Buffer.from('ID3'), 4, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5, ...fixed])],
  ])('is the same as of the whole: %s', async (_, bytes) => {
    const whole = (await load(bytes, { sampleRate: null })).samples;
    for (const [offset, duration] of [
      [0, 0.01],
      [7.3, 1.5],
      [14.5, 9],
      [3.21, undefined],
    ] as const) {
      const { samples } = await load(bytes, { sampleRate: null, offset, duration });
      const start = Math.trunc(offset * 48000);
      const end = duration === undefined ? undefined : start + Math.trunc(duration * 48000);
      expectSame(samples, whole.slice(start, end));
    }
  });

  it('is read with the whole where the file tells no length', async () => {
    const bytes = Uint8Array.from(fixed);
    bytes.fill(0, 22, 26);
    const { samples } = await load(bytes, { sampleRate: null, offset: 7, duration: 1 });
    expect([...samples.subarray(0, 5)]).toEqual(random.slice(336_000, 336_005).map((sample) => sample / 32768));
  });

  it('says where a frame in it is damaged, and does not see damage elsewhere', async () => {
    const bytes = Uint8Array.from(fixed);
    bytes[500_000]! ^= 8;
    const error = await errorOf(() => load(bytes, { sampleRate: null, offset: 4, duration: 3 }));
    expect([error.code, error.message]).toEqual([
      'CORRUPT',
      expect.stringMatching(/^the frame at byte 4\d{5} has checksum/),
    ]);
    expect((await load(bytes, { sampleRate: null, offset: 10, duration: 1 })).samples.length).toBe(48_000);
  });

  it('says that the file is cut short, when that part of it is', async () => {
    const path = join(folder, 'cut.flac');
    writeFileSync(path, fixed);
    truncateSync(path, 1_100_000);
    const error = await errorOf(() => load(path, { sampleRate: null, offset: 12, duration: 2 }));
    expect([error.code, error.source]).toEqual(['TRUNCATED', path]);
    expect((await load(path, { sampleRate: null, offset: 1, duration: 2 })).samples.length).toBe(96_000);
  });

  it('does not trust a seek table that lies', async () => {
    const bytes = Uint8Array.from(readFileSync(tabled).subarray(0, 3_000_000));
    // The 11th point claims the place of the 4th.
    const table = 4 + 38 + 4;
    bytes.copyWithin(table + 18 * 10 + 8, table + 18 * 3 + 8, table + 18 * 3 + 16);
    const offset = (1000.5 * 4096) / RATE;
    const { samples } = await load(bytes, { sampleRate: null, offset, duration: 0.1 });
    expect(samples[0]).toBe(sampleAt(Math.trunc(offset * RATE)) / 32768);
  });
});

describe('a part of a WAV file', () => {
  const stereo = Array.from({ length: 2 }, (_, channel) =>
    Float32Array.from({ length: 200_000 }, (_, i) => sampleAt(2 * i + channel) / 32768),
  );

  it.each([16, 24, 32, '32f'] as const)('is the same as of the whole: %s bits, stereo', async (bitDepth) => {
    const bytes = encodeWav({ channels: stereo, sampleRate: 48000 }, { bitDepth });
    const padded = new Uint8Array(Math.max(bytes.length, 2 ** 20 + 100));
    padded.set(bytes);
    const whole = await load(bytes, { sampleRate: null });
    const { samples } = await load(padded, { sampleRate: null, offset: 1.0001, duration: 2.1 });
    expectSame(samples, whole.samples.slice(48_004, 48_004 + 100_800));
  });

  it('names the byte of a sample that is not finite', async () => {
    const bytes = encodeWav({ channels: stereo, sampleRate: 48000 }, { bitDepth: '32f' });
    const at = 58 + 8 * 100_000 + 4;
    new DataView(bytes.buffer).setFloat32(at, Number.NaN, true);
    const error = await errorOf(() => load(bytes, { sampleRate: null, offset: 2, duration: 1 }));
    expect([error.code, error.byteOffset]).toEqual(['NON_FINITE', at]);
    expect(error.message).toContain('sample 100,000 of channel 1');
    expect((await load(bytes, { sampleRate: null, offset: 3 })).samples.length).toBe(56_000);
  });
});

it('generates the files that it says', () => {
  expect(statSync(wav).size).toBe(44 + 2 * LENGTH);
  expect(statSync(flac).size).toBeLessThan(60_000_000);
});
