import type { AudioClip, Matrix } from '@ser/dsp';
import { createRng } from '@ser/random';
import type { Batch } from '../batch';

/** Inputs that find what is wrong with an augmentation, by what they are for. */
export interface TestInputs<T> {
  /** Ordinary ones, of several lengths. */
  readonly usual: readonly NamedInput<T>[];
  readonly silence: NamedInput<T>;
  readonly oneSample: NamedInput<T>;
  /** One a sample rate; empty but for clips. */
  readonly rates: readonly NamedInput<T>[];
  readonly constant: NamedInput<T>;
  readonly fullScale: NamedInput<T>;
  /** One second of sound, or as many frames; for the speed. */
  readonly second: NamedInput<T>;
  /** What must be refused. */
  readonly bad: readonly NamedInput<T>[];
}

export interface NamedInput<T> {
  readonly name: string;
  readonly input: T;
}

const RATES = [8000, 11025, 16000, 22050, 44100, 48000];

export function clipInputs(): TestInputs<AudioClip> {
  const make = (
    name: string,
    length: number,
    sample: (index: number, sampleRate: number) => number,
    sampleRate = 22050,
  ): NamedInput<AudioClip> => ({
    name,
    input: { samples: Float32Array.from({ length }, (_, index) => sample(index, sampleRate)), sampleRate },
  });
  const tone = (index: number, sampleRate: number) => 0.5 * Math.sin((2 * Math.PI * 220 * index) / sampleRate);
  const rng = createRng('conformance');
  return {
    usual: [
      make('tone', 8000, tone),
      make('noise burst', 5001, (index) => (index > 2000 && index < 3000 ? rng.uniform(-1, 1) : 0)),
      make('short', 600, (index) => 0.1 * ((index % 7) - 3)),
    ],
    silence: make('silence', 4096, () => 0),
    oneSample: make('one sample', 1, () => 0.25),
    rates: RATES.map((rate) => make(`tone at ${rate} Hz`, Math.round(rate / 4), tone, rate)),
    constant: make('DC', 4096, () => 0.5),
    fullScale: make('full-scale square', 4096, (index) => (index % 100 < 50 ? 1 : -1)),
    second: make('one second', 22050, (index, rate) => tone(index, rate) + 0.1 * rng.uniform(-1, 1)),
    bad: [
      make('no samples', 0, () => 0),
      make('NaN', 600, (index) => (index === 300 ? Number.NaN : 0.1)),
      make('infinity', 600, (index) => (index === 599 ? Number.POSITIVE_INFINITY : 0.1)),
      make('rate 0', 600, () => 0.1, 0),
      make('a negative rate', 600, () => 0.1, -8000),
    ],
  };
}

export function matrixInputs(): TestInputs<Matrix> {
  const make = (
    name: string,
    rows: number,
    cols: number,
    value: (row: number, col: number) => number,
  ): NamedInput<Matrix> => ({
    name,
    input: {
      data: Float32Array.from({ length: rows * cols }, (_, index) => value(Math.floor(index / cols), index % cols)),
      rows,
      cols,
    },
  });
  const rng = createRng('conformance');
  return {
    usual: [
      make('log-mel of noise', 120, 64, () => -40 + 10 * rng.normal()),
      make('gradient', 33, 13, (row, col) => row - 2 * col),
      make('short', 3, 40, (row, col) => row * col),
    ],
    silence: make('zeros', 40, 20, () => 0),
    oneSample: make('one value', 1, 1, () => 0.25),
    rates: [],
    constant: make('constant', 40, 20, () => -80),
    fullScale: make('checkerboard', 40, 20, (row, col) => ((row + col) % 2 === 0 ? 1 : -1)),
    second: make('44 frames', 44, 128, () => rng.normal()),
    bad: [
      make('no rows', 0, 20, () => 0),
      make('NaN', 4, 4, (row) => (row === 2 ? Number.NaN : 0)),
      { name: 'too few values', input: { data: new Float32Array(3), rows: 2, cols: 2 } },
    ],
  };
}

export function batchInputs(): TestInputs<Batch> {
  const make = (
    name: string,
    rows: number,
    shape: readonly number[],
    value: (index: number) => number,
  ): NamedInput<Batch> => ({
    name,
    input: {
      data: Float32Array.from({ length: shape.reduce((product, size) => product * size, rows) }, (_, index) =>
        value(index),
      ),
      rows,
      shape,
    },
  });
  const rng = createRng('conformance');
  return {
    usual: [
      make('spectrograms', 6, [30, 20, 1], () => rng.normal()),
      make('feature vectors', 5, [162], (index) => index % 7),
      make('images of several channels', 3, [8, 9, 4], (index) => index),
    ],
    silence: make('zeros', 4, [10, 8], () => 0),
    oneSample: make('one value', 1, [1], () => 0.25),
    rates: [],
    constant: make('constant', 4, [10, 8], () => -80),
    fullScale: make('alternating', 4, [10, 8], (index) => (index % 2 === 0 ? 1 : -1)),
    second: make('32 seconds of frames', 32, [44, 128, 1], () => rng.normal()),
    bad: [
      make('no rows', 0, [10], () => 0),
      make('NaN', 2, [4], (index) => (index === 5 ? Number.NaN : 0)),
      { name: 'too few values', input: { data: new Float32Array(3), rows: 2, shape: [2] } },
      { name: 'half a row', input: { data: new Float32Array(3), rows: 1.5, shape: [2] } },
    ],
  };
}
