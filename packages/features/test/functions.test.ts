import type { Matrix } from '@ser/dsp';
import fc from 'fast-check';
import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { chromaFilterbank, chromaStft, estimateTuning, rms, zeroCrossingRate } from '../src/index';
import { goldenText } from './golden';

const functions = { zeroCrossingRate, rms, chromaStft };
const golden: {
  cases: {
    id: keyof typeof functions;
    signal: string;
    options: object;
    rows: number;
    cols: number;
    values: number[];
  }[];
  tunings: { id: string; options: object; tuning: number }[];
  filterbank: { tuning: number; columns: number[]; values: number[] };
} = JSON.parse(goldenText('functions.json'));

const clipOf = (samples: ArrayLike<number>) => ({ samples: Float32Array.from(samples), sampleRate: SAMPLE_RATE });
const sine = (frequency: number, length = 22050) =>
  clipOf(Array.from({ length }, (_, n) => 0.5 * Math.sin((2 * Math.PI * frequency * n) / SAMPLE_RATE)));

describe('agrees with librosa 0.11 and its defaults', () => {
  it.each(golden.cases)('$id of $signal, $options', ({ id, signal, options, rows, cols, values }) => {
    const matrix: Matrix = functions[id]({ samples: syntheticSignal(signal), sampleRate: SAMPLE_RATE }, options);
    expect([matrix.rows, matrix.cols]).toEqual([rows, cols]);
    const largest = Math.max(...values.map(Math.abs));
    expectAllClose(matrix.data, values, { atol: 1e-5 * largest, why: 'float32 sums in librosa' });
  });

  it.each(golden.tunings)('estimateTuning of $id, $options', ({ id, options, tuning }) => {
    const ours = estimateTuning({ samples: syntheticSignal(id), sampleRate: SAMPLE_RATE }, options);
    expectAllClose([ours], [tuning], { atol: 1e-12, why: 'the same bin of the histogram' });
  });

  it('chromaFilterbank', () => {
    const { tuning, columns, values } = golden.filterbank;
    const bank = chromaFilterbank({ tuning });
    const actual = Array.from({ length: 12 }, (_, row) =>
      columns.map((col) => bank.data[row * bank.cols + col]!),
    ).flat();
    expectAllClose(actual, values, { atol: 1e-6, why: 'float32 storage' });
  });
});

describe('zeroCrossingRate', () => {
  it('counts every sign change but the one into the first sample', () => {
    const alternating = clipOf(Array.from({ length: 64 }, (_, i) => (i % 2 ? -1 : 1)));
    const { data } = zeroCrossingRate(alternating, { frameLength: 16, hopLength: 16, center: false });
    expect([...data]).toEqual([15 / 16, 15 / 16, 15 / 16, 15 / 16].map(Math.fround));
  });

  it('takes zero, and what lies within 1e-10 of it, as positive', () => {
    const clip = clipOf([1, -1e-11, 0, 1, -0, 2]);
    expect(zeroCrossingRate(clip, { frameLength: 6, hopLength: 6, center: false }).data[0]).toBe(0);
  });

  it('equals the plain definition for any signal and framing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (values, frameLength, hopLength) => {
          const margin = Math.floor(frameLength / 2);
          const padded = [...Array(margin).fill(values[0]), ...values, ...Array(margin).fill(values.at(-1))];
          const { data } = zeroCrossingRate(clipOf(values), { frameLength, hopLength });
          data.forEach((rate, row) => {
            let count = 0;
            for (let i = 1; i < frameLength; i++) {
              const at = row * hopLength + i;
              if (padded[at] < 0 !== padded[at - 1] < 0) count++;
            }
            expect(rate).toBe(Math.fround(count / frameLength));
          });
        },
      ),
    );
  });
});

describe('rms', () => {
  it('is amplitude / sqrt(2) for whole periods of a sine, and scales with the signal', () => {
    const { data } = rms(sine(SAMPLE_RATE / 64, 4096), { frameLength: 1024, hopLength: 1024, center: false });
    expectAllClose(
      data,
      [1, 1, 1, 1].map(() => 0.5 / Math.SQRT2),
      { rtol: 1e-6, why: 'closed form' },
    );
  });

  it('is smaller at the ends when padded by zeros than by reflection', () => {
    const clip = clipOf(new Float32Array(4096).fill(1));
    expect(rms(clip).data[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(rms(clip, { padMode: 'reflect' }).data[0]).toBe(1);
  });
});

describe('chroma and tuning', () => {
  it('puts A440 into band 9 and its tuning into bin 0', () => {
    const matrix = chromaStft(sine(440));
    expect(matrix.data[20 * 12 + 9]).toBe(1);
    expect(Math.abs(estimateTuning(sine(440)))).toBeLessThanOrEqual(0.02);
  });

  it('follows a tone that is out of tune by a fifth of a semitone', () => {
    expect(Math.abs(estimateTuning(sine(440 * 2 ** (0.2 / 12))) - 0.2)).toBeLessThanOrEqual(0.05);
  });

  it('does not change with loudness, and is zero on silence', () => {
    const loud = sine(311, 6000);
    const quiet = clipOf(loud.samples.map((value) => value / 64));
    expectAllClose(chromaStft(quiet).data, chromaStft(loud).data, { atol: 1e-5, why: 'each frame has maximum 1' });
    expect(estimateTuning(clipOf(new Float32Array(3000)))).toBe(0);
    expect(chromaStft(clipOf(new Float32Array(3000))).data.every((value) => value === 0)).toBe(true);
  });

  it('refuses options and spectrograms that cannot be', () => {
    const clip = sine(440, 3000);
    const S = { data: new Float32Array(5), rows: 2, cols: 3 };
    expect(() => chromaStft({ S, sampleRate: 22050 })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => chromaStft(clip, { norm: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => estimateTuning(clip, { resolution: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => rms(clip, { frameLength: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => zeroCrossingRate(clipOf([1]), { center: false })).toThrow(
      expect.objectContaining({ code: 'INVALID_CLIP' }),
    );
  });
});
