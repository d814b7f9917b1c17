import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clipPath, ravdessFolder } from '../../../tools/golden/ravdess';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { decode, encodeWav, type LoadSource, load, probe } from '../src';
import goldens from './golden/load.json';
import { errorOf } from './support/errorOf';
import { riff } from './support/riff';

const samples = Float32Array.from({ length: 4410 }, (_, i) => ((i * 37) % 2000) / 2000 - 0.5);
const clip = { samples, sampleRate: 44100 };
const bytes = encodeWav(clip, { bitDepth: '32f' });
const folder = mkdtempSync(join(tmpdir(), 'ser-audio-io-'));
const path = join(folder, 'a speech.wav');
writeFileSync(path, bytes);
afterAll(() => rmSync(folder, { recursive: true }));

describe('load', () => {
  it('takes a path, a file URL, a data URL, bytes, a Blob, a clip and decoded audio, all alike', async () => {
    const sources: LoadSource[] = [
      path,
      pathToFileURL(path),
      pathToFileURL(path).href,
      `data:audio/wav;base64,${Buffer.from(bytes).toString('base64')}`,
      bytes,
      bytes.buffer,
      new Blob([bytes]),
      clip,
      await decode(bytes),
    ];
    for (const source of sources) {
      const loaded = await load(source, { sampleRate: null, offset: 0.01, duration: 0.05 });
      expect(loaded.sampleRate).toBe(44100);
      expect([...loaded.samples]).toEqual([...samples.subarray(441, 441 + 2205)]);
    }
  });

  it('truncates seconds * rate as Python does, and gives a shorter clip at the end', async () => {
    const keep = { sampleRate: null } as const;
    expect((await load(clip, { ...keep, offset: 0.0999999 })).samples.length).toBe(1);
    expect((await load(clip, { ...keep, duration: 0.0000454 })).samples.length).toBe(2);
    expect((await load(clip, { ...keep, offset: 0.09, duration: 5 })).samples.length).toBe(4410 - 3969);
  });

  it('averages channels in float32 and never returns the memory it was given', async () => {
    const channels = [Float32Array.of(1, 0.5), Float32Array.of(0, 0.25)];
    expect([...(await load({ channels, sampleRate: 8000 }, { sampleRate: null })).samples]).toEqual([0.5, 0.375]);
    const loaded = await load(clip, { sampleRate: null });
    loaded.samples[0] = 9;
    expect(samples[0]).toBe(-0.5);
  });

  it('resamples to ceil(n * ratio) samples', async () => {
    const loaded = await load(clip);
    expect([loaded.sampleRate, loaded.samples.length]).toEqual([22050, 2205]);
  });

  it.each([
    ['sampleRate 0', clip, { sampleRate: 0 }, 'INVALID_ARGUMENT', /sampleRate is 0/],
    ['a negative offset', clip, { offset: -1 }, 'INVALID_ARGUMENT', /offset is -1/],
    ['NaN as duration', clip, { duration: Number.NaN }, 'INVALID_ARGUMENT', /duration is NaN/],
    ['an offset beyond the end', clip, { offset: 7 }, 'EMPTY', /no sample at offset 7 s; the audio has 4,410 samples/],
    ['less than one sample', clip, { duration: 1e-9 }, 'EMPTY', /no sample/],
    ['a missing file', join(folder, 'none.wav'), {}, 'UNREADABLE', /none\.wav could not be read/],
    ['a folder', folder, {}, 'UNREADABLE', /./],
    ['a number', 7 as unknown as string, {}, 'INVALID_ARGUMENT', /\[object Number\]/],
    ['null', null as unknown as string, {}, 'INVALID_ARGUMENT', /\[object Null\]/],
    ['a clip of NaN', { samples: Float32Array.of(Number.NaN), sampleRate: 8000 }, {}, 'NON_FINITE', /sample 0/],
    [
      'a clip without rate',
      { samples } as unknown as typeof clip,
      {},
      'INVALID_ARGUMENT',
      /source.sampleRate is undefined/,
    ],
    [
      'plain numbers',
      { samples: [0, 1], sampleRate: 8000 } as unknown as typeof clip,
      {},
      'INVALID_ARGUMENT',
      /Float32Array/,
    ],
    [
      'channels of two lengths',
      { channels: [samples, samples.subarray(1)], sampleRate: 8000 },
      {},
      'INVALID_ARGUMENT',
      /4409 samples/,
    ],
    ['an empty WAV', encodeWav({ samples: new Float32Array(0), sampleRate: 8000 }), {}, 'EMPTY', /has 0 samples/],
  ])('refuses %s', async (_, source, options, code, message) => {
    const error = await errorOf(() => load(source, options));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
  });

  const corpus = ravdessFolder();
  const onReal = corpus ? it : it.skip;
  onReal('equals librosa 0.8.1 on real clips, five of them stereo', async () => {
    for (const golden of goldens) {
      const loaded = await load(readFileSync(clipPath(corpus!, golden.clip)), golden.options);
      expect([loaded.sampleRate, loaded.samples.length]).toEqual([golden.sampleRate, golden.length]);
      const picked = golden.index.map((index) => loaded.samples[index]!);
      expectAllClose(picked, golden.values, { atol: 1e-6, why: 'float32 sums of resampy 0.2.2' });
      let sum = 0;
      let squares = 0;
      let peak = 0;
      for (const sample of loaded.samples) {
        sum += sample;
        squares += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      const statistics = [Math.sqrt(squares / golden.length), sum / golden.length, peak];
      expectAllClose(statistics, [golden.rms, golden.mean, golden.peak], { atol: 1e-6, why: 'whole clip' });
    }
  });
});

describe('probe', () => {
  it('tells a WAV from its headers, from every kind of source', async () => {
    const info = {
      format: 'wav',
      sampleRate: 44100,
      channels: 1,
      bitDepth: 32,
      samples: 4410,
      duration: 0.1,
      warnings: [],
    };
    for (const source of [path, pathToFileURL(path), bytes, new Blob([bytes])])
      expect(await probe(source)).toEqual(info);
  });

  it('reads on when the headers are longer than the first read', async () => {
    const long = riff([
      { id: 'FLLR', body: new Array(100_000).fill(0) },
      { id: 'fmt ', body: [...bytes.subarray(20, 36)] },
      { id: 'data', body: [0, 0, 0, 0] },
    ]);
    const file = join(folder, 'long.wav');
    writeFileSync(file, long);
    expect((await probe(file)).samples).toBe(1);
  });

  it('refuses what decode refuses', async () => {
    expect((await errorOf(() => probe(new Uint8Array(3)))).code).toBe('UNKNOWN_FORMAT');
    expect((await errorOf(() => probe(join(folder, 'none.wav')))).code).toBe('UNREADABLE');
  });
});
