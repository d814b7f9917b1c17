import { areFinite } from '../src/index';

describe('areFinite', () => {
  it.each([0, -0, 1, -3.4028234663852886e38, 3.4028234663852886e38, 1e-45, -1e-45])('takes %p', (value) => {
    for (const length of [1, 4, 7]) expect(areFinite(new Float32Array(length).fill(value))).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('finds %p wherever it stands', (value) => {
    for (let place = 0; place < 9; place++) {
      const values = new Float32Array(10).fill(-1);
      values[place + 1] = value;
      expect(areFinite(values.subarray(1))).toBe(false);
      expect(areFinite(values.subarray(0, place + 1))).toBe(true);
    }
  });
});
