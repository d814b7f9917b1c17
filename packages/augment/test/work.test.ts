import { createScratch } from '@ser/wasm';
import { lcgNoise } from '../../../tools/golden/signals';
import { designButterworth } from '../src/biquad';
import { percentiles } from '../src/workpiece/percentiles';
import { createScalarWorkpiece } from '../src/workpiece/scalarWorkpiece';
import { vectorKernels } from '../src/workpiece/vectorKernels';
import { createVectorWorkpiece } from '../src/workpiece/vectorWorkpiece';
import { reshape, work } from '../src/workpiece/work';
import type { Workpiece } from '../src/workpiece/workpiece';

const scratch = createScratch(vectorKernels())!;
const noise = (length: number, seed: number): Float32Array => Float32Array.from(lcgNoise(length, seed));
/** Shorter than a vector, none or some samples beyond a whole number of them and of blocks. */
const lengths = [1, 2, 3, 4, 5, 1023, 1024, 1026, 5003];

const steps: Record<string, (piece: Workpiece) => unknown> = {
  sumOfSquares: (piece) => [piece.sumOfSquares(), piece.sumOfSquares(1), piece.sumOfSquares(0, piece.length - 1)],
  extremes: (piece) => piece.extremes(),
  percentiles: (piece) => [percentiles(piece, [0, 13, 99, 100]), percentiles(piece, [0, 40, 100], true)],
  scale: (piece) => piece.scale(0.3),
  clip: (piece) => piece.clip(-0.1, 0.123456789),
  'clip beyond zero': (piece) => piece.clip(0.1, 0.2),
  tanh: (piece) => piece.tanh(17),
  add: (piece) => piece.add(noise(Math.ceil(piece.length / 2), 8), 0.7, piece.length >> 1),
  'add float64': (piece) => piece.add(Float64Array.from(lcgNoise(piece.length, 9)), 0.7),
  filter: (piece) => piece.filter(designButterworth('highPass', 22050, 300, 6)),
  'filter through many': (piece) =>
    piece.filter(Array.from({ length: 17 }, () => designButterworth('lowPass', 22050, 9000, 2)[0]!)),
  'filter again': (piece) => piece.filter(designButterworth('lowPass', 22050, 4000, 2)),
  'thinTo a third': (piece) => piece.thinTo(Math.ceil(piece.length / 3)),
  'thinTo more': (piece) => [5, 2].map((factor) => piece.thinTo(factor * piece.length)),
  'thinTo few': (piece) => [77, 3, 2, 1].map((count) => piece.thinTo(count)),
};

describe.each(lengths)('a workpiece of %d samples', (length) => {
  it('is worked on by vectors as by JavaScript, to the bit', () => {
    const samples = noise(length, 3);
    const scalar = createScalarWorkpiece(samples);
    const vector = createVectorWorkpiece(samples, scratch);
    expect([...vector.samples]).toEqual([...samples]);
    for (const [name, step] of Object.entries(steps)) {
      expect([name, step(vector)]).toEqual([name, step(scalar)]);
      expect([name, ...vector.samples]).toEqual([name, ...scalar.samples]);
    }
    expect([...samples]).toEqual([...noise(length, 3)]);
  });

  it('has nothing of another that was worked on before', () => {
    createVectorWorkpiece(new Float32Array(8000).fill(9), scratch).add(new Float32Array(8000).fill(9), 9);
    const piece = createVectorWorkpiece(noise(length, 4), scratch);
    expect(piece.extremes()).toEqual(createScalarWorkpiece(noise(length, 4)).extremes());
    expect(percentiles(piece, [100])).toEqual(percentiles(createScalarWorkpiece(noise(length, 4)), [100]));
  });
});

it('works on one while another is worked on', () => {
  const both = work(noise(3000, 5), (outer) => {
    const inner = reshape(noise(2000, 6), (piece) => piece.scale(2));
    outer.scale(3);
    return [inner, outer.samples.slice()];
  });
  expect(both).toEqual([noise(2000, 6).map((x) => 2 * x), noise(3000, 5).map((x) => 3 * x)]);
});

it('is free again after an error', () => {
  const fail = () => {
    throw new Error('stop');
  };
  expect(() => work(noise(10, 1), fail)).toThrow('stop');
  const { samples } = work(noise(10, 1), (piece) => piece);
  // In WebAssembly's memory, not in an array of its own.
  expect(samples.buffer.byteLength).toBeGreaterThanOrEqual(65_536);
});
