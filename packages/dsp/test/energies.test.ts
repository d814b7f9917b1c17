import { lcgNoise } from '../../../tools/golden/signals';
import { energiesOf } from '../src/energies';
import { energies } from '../src/index';

const samples = Float32Array.from(lcgNoise(3001, 6));

it.each([
  { length: 512, stride: 512, count: 5 },
  { length: 512, stride: 100, count: 40, first: -700 },
  { length: 7, stride: 3, count: 1100, first: -9 },
  { length: 1, stride: 1, count: 3001 },
  { length: 5000, stride: 1, count: 2, first: -2 },
])('sums squares with and without WebAssembly, zeros beyond the ends: %p', (parts) => {
  const sums = energies(samples, parts);
  expect(sums).toEqual(energiesOf(samples, parts, null));
  const { first = 0, length, stride, count } = parts;
  for (let part = 0; part < count; part++) {
    let expected = 0;
    for (let i = 0; i < length; i++) expected += (samples[first + part * stride + i] ?? 0) ** 2;
    expect(Math.abs(sums[part]! - expected)).toBeLessThanOrEqual(1e-12 * expected);
  }
});

it.each([
  [{ length: 0, stride: 1, count: 1 }, 'length=0'],
  [{ length: 1, stride: 0.5, count: 1 }, 'stride=0.5'],
  [{ length: 1, stride: 1, count: Number.NaN }, 'count=NaN'],
  [{ first: 0.5, length: 1, stride: 1, count: 1 }, 'first=0.5'],
])('refuses %p', (parts, shown) => {
  expect(() => energies(samples, parts)).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(shown) }),
  );
});

it('refuses samples that are not finite', () => {
  const parts = { length: 1, stride: 1, count: 2 };
  expect(() => energies(Float32Array.of(1, Number.NaN), parts)).toThrow('samples[1] is NaN');
});
