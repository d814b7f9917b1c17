import { lcgNoise } from '../../../tools/golden/signals';
import { percentiles } from '../src/workpiece/percentiles';
import { work } from '../src/workpiece/work';

/** By sorting all. */
function expected(samples: readonly number[], percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  return below + (sorted[Math.ceil(rank)]! - below) * (rank - Math.floor(rank));
}

const percents = [0, 0.3, 10, 50, 77.7, 99.99, 100];

it.each([
  ['noise', Float32Array.from(lcgNoise(5000, 3))],
  ['one sample', Float32Array.of(-0.3)],
  ['values over all magnitudes', Float32Array.from(lcgNoise(3000, 4), (x, i) => x * 10 ** ((i % 70) - 40))],
  ['many alike', Float32Array.from({ length: 999 }, (_, i) => (i % 3) - 1)],
  ['silence', new Float32Array(10)],
  ['a part of a buffer', Float32Array.from(lcgNoise(100, 5)).subarray(3, 90)],
])('gives percentiles of %s as by sorting', (_name, samples) => {
  expect(work(samples, (piece) => percentiles(piece, percents))).toEqual(
    percents.map((percent) => expected([...samples], percent)),
  );
  const magnitudes = [...samples].map(Math.abs);
  expect(work(samples, (piece) => percentiles(piece, percents, true))).toEqual(
    percents.map((percent) => expected(magnitudes, percent)),
  );
});
