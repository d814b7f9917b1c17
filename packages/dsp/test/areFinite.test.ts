import { areFinite } from '../src/index';

/** As few and as many as are looked at in JavaScript, in one block of WebAssembly, in several, and what a loop by four leaves. */
const lengths = [9, 1003, 40_001];

describe('areFinite', () => {
  it.each([0, -0, 1, -3.4028234663852886e38, 3.4028234663852886e38, 1e-45, -1e-45])('takes %p', (value) => {
    for (const length of [1, 4, 7, ...lengths]) expect(areFinite(new Float32Array(length).fill(value))).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('finds %p wherever it stands', (value) => {
    for (const length of lengths) {
      for (const place of [0, 1, 2, 3, 7, 8, 3999, 4000, length - 4, length - 1]) {
        if (place >= length) continue;
        const values = new Float32Array(length + 1).fill(-1);
        values[place + 1] = value;
        expect(areFinite(values.subarray(1))).toBe(false);
        expect(areFinite(values.subarray(0, place + 1))).toBe(true);
      }
    }
    // An earlier find is not remembered.
    expect(areFinite(new Float32Array(5000))).toBe(true);
  });
});
