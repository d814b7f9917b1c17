import { createHash } from 'node:crypto';
import { load } from '@ser/audio-io';
import { clipPath, ravdessFolder } from '../../../tools/golden/ravdess';
import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { report162, report162Features, reportMfcc, reportMfccFeatures } from '../src/index';
import { expectBlocksClose, goldenText } from './golden';

interface GoldenClip {
  id: string;
  samples: number;
  features: number[];
  rivals: { tuning: number; chroma: number[] }[];
  imageSamples: number;
  imageFrames: number;
  imageRows: number[];
  imageValues: string;
  imageColumnMeans: number[];
  imageColumnStds: number[];
}
const manifest = JSON.parse(goldenText('manifest.json'));
const golden: { clips: GoldenClip[] } = JSON.parse(goldenText('report.json'));
const synthetic: { signals: { id: string; features: number[] }[] } = JSON.parse(goldenText('reportSynthetic.json'));
const corpus = ravdessFolder();
const onReal = corpus ? it : it.skip;

it.each(Object.keys(manifest.files))('keeps %s as its generator wrote it', (name) => {
  expect(createHash('sha256').update(goldenText(name)).digest('hex')).toBe(manifest.files[name].sha256);
});

it('lists every clip whose tuning ties in the manifest, with the reason', () => {
  const tied = golden.clips.filter((clip) => clip.rivals.length > 0).map((clip) => clip.id);
  expect(Object.keys(manifest.files['report.json'].tuningTies).sort()).toEqual(tied.sort());
  expect(golden.clips.length - tied.length).toBeGreaterThanOrEqual(12);
});

describe('report162 agrees with librosa 0.8.1, each block within 1e-4 of its largest value', () => {
  it.each(synthetic.signals)('on the signal $id', ({ id, features }) => {
    expectBlocksClose(report162({ samples: syntheticSignal(id), sampleRate: SAMPLE_RATE }), features);
  });

  for (const clip of golden.clips) {
    onReal(`on ${clip.id}, from the file`, async () => {
      const { samples, sampleRate } = await load(clipPath(corpus!, clip.id), { offset: 0.4, duration: 2.6 });
      expect(samples.length).toBe(clip.samples);
      const chroma = clip.rivals.map((rival) => rival.chroma);
      expectBlocksClose(report162({ samples, sampleRate }), clip.features, chroma);
    });
  }
});

describe('reportMfcc agrees with librosa 0.8.1 within 1e-2', () => {
  for (const clip of golden.clips) {
    onReal(`on ${clip.id}, from the file`, async () => {
      const audio = await load(clipPath(corpus!, clip.id), { offset: 0.5, duration: 2.6 });
      expect(audio.samples.length).toBe(clip.imageSamples);
      const { data, rows, cols } = reportMfcc(audio);
      expect([rows, cols]).toEqual([224, 20]);
      const bytes = Uint8Array.from(Buffer.from(clip.imageValues, 'base64'));
      const expected = new Float32Array(bytes.buffer);
      const actual = clip.imageRows.flatMap((row) => [...data.subarray(row * 20, (row + 1) * 20)]);
      expectAllClose(actual, expected, { atol: 1e-2, why: 'float32 sums in librosa; the mark is 1e-2' });
      for (let col = 0; col < 20; col++) {
        let sum = 0;
        let squares = 0;
        for (let row = 0; row < 224; row++) sum += data[row * 20 + col]!;
        for (let row = 0; row < 224; row++) squares += (data[row * 20 + col]! - sum / 224) ** 2;
        const why = 'mean and deviation hold the rows that are not in the file to account';
        expectAllClose(
          [sum / 224, Math.sqrt(squares / 224)],
          [clip.imageColumnMeans[col]!, clip.imageColumnStds[col]!],
          { atol: 1e-2, why },
        );
      }
      expect(data.subarray(clip.imageFrames * 20).every((value) => value === 0)).toBe(true);
    });
  }
});

describe('the report on odd clips', () => {
  const clipOf = (length: number, value = 0) => ({ samples: new Float32Array(length).fill(value), sampleRate: 22050 });

  it('pads a short clip by rows of zeros and cuts a long one at 224 frames', () => {
    const short = reportMfcc(clipOf(2560, 0.1)).data;
    expect(short.subarray(10 * 20, 11 * 20).some((value) => value !== 0)).toBe(true);
    expect(short.subarray(11 * 20).every((value) => value === 0)).toBe(true);
    expect(reportMfcc(clipOf(80_000)).rows).toBe(224);
  });

  it.each([1, 2, 700, 57330])('gives finite values for silence of %i samples', (length) => {
    const values = report162(clipOf(length));
    expect(values.every(Number.isFinite)).toBe(true);
    expect([...values.subarray(0, 13)]).toEqual(new Array(13).fill(0));
    // 10 log10(1e-10) = -100 dB in all 128 bands: coefficient 0 is -100 sqrt(128).
    expectAllClose([values[13]!], [-100 * Math.sqrt(128)], { rtol: 1e-6, why: 'closed form' });
  });

  it.each([
    ['empty', { samples: new Float32Array(0), sampleRate: 22050 }, 'EMPTY_CLIP'],
    ['NaN', { samples: Float32Array.of(1, Number.NaN), sampleRate: 22050 }, 'NON_FINITE_SAMPLES'],
    ['a rate of 0', { samples: Float32Array.of(1), sampleRate: 0 }, 'INVALID_CLIP'],
  ])('refuses %s with a code', (_name, clip, code) => {
    for (const extract of [report162, reportMfcc, report162Features.extract, reportMfccFeatures.extract]) {
      expect(() => extract(clip)).toThrow(expect.objectContaining({ code }));
    }
  });
});

describe('the report as feature sets', () => {
  it.each([
    [report162Features, 162, [162]],
    [reportMfccFeatures, 20, [224, 20]],
  ])('%p', (set, columns, shape) => {
    expect(set.columns.length).toBe(columns);
    expect(set.shape).toEqual(shape);
    expect(set.reference?.module).toBe('@ser/features');
    const values = set.extract({ samples: syntheticSignal('tone'), sampleRate: SAMPLE_RATE });
    expect(values.length).toBe(shape.reduce((a, b) => a * b));
  });

  it('names the columns in the report order', () => {
    const { columns } = report162Features;
    expect([0, 1, 12, 13, 32, 33, 34, 161].map((at) => columns[at])).toEqual([
      'zeroCrossingRate',
      'chroma_C',
      'chroma_B',
      'mfcc_00',
      'mfcc_19',
      'rms',
      'mel_000',
      'mel_127',
    ]);
  });
});
