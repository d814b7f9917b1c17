import { lcgNoise } from '../../../tools/golden/signals';
import { median } from '../src/median';

it.each([
  ['one', [0.5]],
  ['two', [2, 1]],
  ['alike', new Array(100).fill(3)],
  ['few of many', Array.from({ length: 1001 }, (_, i) => i % 4)],
  ['sorted', Array.from({ length: 500 }, (_, i) => i)],
  ['falling', Array.from({ length: 501 }, (_, i) => -i)],
  ['noise, even', lcgNoise(3000, 1)],
  ['noise, odd', lcgNoise(3001, 2)],
])('is that of sorted values: %s', (_name, values) => {
  const sorted = Float32Array.from(values as number[]).sort();
  const middle = sorted.length >> 1;
  const both = [sorted[middle - 1 + (sorted.length % 2)]!, sorted[middle]!] as const;
  expect(median(values as number[])).toBe(Math.fround(Math.fround(both[0] + both[1]) / 2));
});

it('is NaN of nothing', () => {
  expect(median([])).toBeNaN();
});
