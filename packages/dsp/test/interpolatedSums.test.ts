import { createInterpolatedSums } from '../src/interpolatedSums';

describe('interpolatedSums', () => {
  it('leaves no earlier signal in the memory that calls share', () => {
    const table = { rows: new Float32Array(24), taps: 8, reach: 1, share: 0 };
    createInterpolatedSums(table, 0, 500, 8).signal.fill(1);
    expect(createInterpolatedSums(table, 0, 400, 8).signal.every((sample) => sample === 0)).toBe(true);
  });
});
