import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '@ser/audio-io';
import { clipPath, ravdessFolder } from '../../../tools/golden/ravdess';
import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import {
  createMfcc,
  dct,
  type Matrix,
  type MfccOptions,
  melFilterbank,
  melSpectrogram,
  mfcc,
  powerToDb,
} from '../src/index';

interface Stored {
  rows: number;
  cols: number;
  data: string;
}
const read = (name: string) => JSON.parse(readFileSync(join(__dirname, 'golden', name), 'utf8'));
const functions = read('librosa011.json');
const report: { clips: { clip: string; mfcc: Stored }[]; vowel: Stored } = read('librosa081.json');

// That some of these filterbanks hold empty bands is tested in mfcc.test.ts.
beforeAll(() => jest.spyOn(console, 'warn').mockImplementation());

const corpus = ravdessFolder();
const onReal = corpus ? describe : describe.skip;
const float32Spectra = 'librosa computes in float32 after the STFT';

function expectMatrix(actual: Matrix, expected: Stored, closeness: { atol?: number; rtol?: number }) {
  expect([actual.rows, actual.cols]).toEqual([expected.rows, expected.cols]);
  const values = new Float32Array(new Uint8Array(Buffer.from(expected.data, 'base64')).buffer);
  expectAllClose(actual.data, values, { ...closeness, why: float32Spectra });
}

/** librosa's option names in camelCase; its mfcc passes fmin, htk and the like on to the filterbank. */
function ours(options: Record<string, unknown>): Record<string, unknown> {
  const named = Object.entries(options).map(([key, value]) => [key.replace(/_(.)/g, (_, c) => c.toUpperCase()), value]);
  const { sr, ...rest } = Object.fromEntries(named);
  return sr === undefined ? rest : { ...rest, sampleRate: sr };
}

describe('against librosa 0.11.0', () => {
  it.each(Object.keys(functions.signals))('agrees on the MFCCs of the generated signal %s', (name) => {
    const clip = { samples: syntheticSignal(name), sampleRate: SAMPLE_RATE };
    expectMatrix(mfcc(clip), functions.signals[name], { atol: 1e-3 });
  });

  it.each<{ options: Record<string, unknown>; mfcc: Stored }>(functions.variants)('agrees with $options', (variant) => {
    const clip = { samples: syntheticSignal('vowel').subarray(0, 8192), sampleRate: SAMPLE_RATE };
    expectMatrix(mfcc(clip, ours(variant.options) as MfccOptions), variant.mfcc, { atol: 1e-3, rtol: 1e-5 });
  });

  it('agrees on mel spectrograms and decibels', () => {
    const clip = { samples: syntheticSignal('vowel').subarray(0, 8192), sampleRate: SAMPLE_RATE };
    const mel = melSpectrogram(clip, { nMels: 40 });
    expectMatrix(mel, functions.mel, { rtol: 1e-4, atol: 1e-7 });
    expectMatrix(powerToDb(mel), functions.db.default, { atol: 1e-3 });
    expectMatrix(powerToDb(mel, { ref: 'max', topDb: 30 }), functions.db.max, { atol: 1e-3 });
    expectMatrix(powerToDb(mel, { amin: 1e-3, topDb: null }), functions.db.none, { atol: 1e-3 });
  });

  it.each<{ options: Record<string, unknown>; bank: Stored }>(functions.banks)(
    'agrees on the filterbank $options',
    (bank) => {
      const actual = melFilterbank(ours(bank.options));
      expectMatrix(actual, bank.bank.rows === actual.rows ? bank.bank : transposed(bank.bank), {
        rtol: 1e-6,
        atol: 1e-8,
      });
    },
  );

  it.each<{ type: 1 | 2 | 3; norm: 'ortho' | null; dct: Stored }>(functions.dct)(
    'agrees with scipy on DCT $type $norm',
    (golden) => {
      const x = { rows: 3, cols: 8, data: Float32Array.from({ length: 24 }, (_, i) => Math.cos(i * i)) };
      expectMatrix(dct(x, golden), transposedIfNeeded(golden.dct, 3), { atol: 2e-6 });
    },
  );

  onReal('on real clips at 48 kHz, five stereo and three nearly silent', () => {
    it.each<{ clip: string; mfcc: Stored }>(functions.clips)('agrees on $clip', async (golden) => {
      const clip = await load(clipPath(corpus ?? '', golden.clip), { sampleRate: null, offset: 0.5, duration: 1.5 });
      expectMatrix(mfcc(clip, { nMfcc: 13 }), golden.mfcc, { atol: 1e-3 });
    });
  });
});

describe("against librosa 0.8.1, the report's recipe", () => {
  const recipe = { nMfcc: 20, nFft: 512, hopLength: 256, padMode: 'reflect' } as const;
  it('agrees on a generated signal', () => {
    expectMatrix(mfcc({ samples: syntheticSignal('vowel'), sampleRate: SAMPLE_RATE }, recipe), report.vowel, {
      atol: 1e-3,
    });
  });
  onReal('on real clips, resampled to 22,050 Hz', () => {
    const plan = createMfcc({ ...recipe, sampleRate: SAMPLE_RATE });
    it.each(report.clips)('agrees on $clip', async (golden) => {
      const clip = await load(clipPath(corpus ?? '', golden.clip), { offset: 0.5, duration: 2.6 });
      expectMatrix(plan.compute(clip), golden.mfcc, { atol: 1e-2 });
    });
  });
});

function transposedIfNeeded(stored: Stored, rows: number): Stored {
  return stored.rows === rows ? stored : transposed(stored);
}

function transposed({ rows, cols, data }: Stored): Stored {
  const values = new Float32Array(new Uint8Array(Buffer.from(data, 'base64')).buffer);
  const turned = Float32Array.from(values, (_, i) => values[(i % rows) * cols + Math.floor(i / rows)]!);
  return { rows: cols, cols: rows, data: Buffer.from(turned.buffer).toString('base64') };
}
