import { lcgNoise } from '../../../tools/golden/signals';
import { chromaFilterbank } from '../src/chromaFilterbank';
import { foldChroma } from '../src/foldChroma';
import { sparseBank } from '../src/sparseBank';

describe('foldChroma', () => {
  it.each([
    { rows: 1, nFft: 2048, nChroma: 12 },
    { rows: 17, nFft: 2048, nChroma: 12, tuning: 0.3 },
    { rows: 33, nFft: 512, nChroma: 24 },
    { rows: 5, nFft: 100, nChroma: 7, octwidth: null },
    { rows: 2, nFft: 4, nChroma: 12 },
  ])('gives the same bits with WebAssembly and without: %p', ({ rows, nFft, ...options }) => {
    const bank = sparseBank(chromaFilterbank({ nFft, ...options }));
    const cols = nFft / 2 + 1;
    const S = { data: Float32Array.from(lcgNoise(rows * cols, 6), Math.abs), rows, cols };
    const plain = foldChroma(S, bank, null);
    expect(plain.data.some((value) => value > 0)).toBe(true);
    expect(foldChroma(S, bank)).toEqual(plain);
  });

  it('leaves out no weight that matters', () => {
    const full = chromaFilterbank({ nFft: 1024 });
    const S = { data: Float32Array.from(lcgNoise(513, 7), Math.abs), rows: 1, cols: 513 };
    const folded = foldChroma(S, sparseBank(full)).data;
    for (let band = 0; band < full.rows; band++) {
      const expected = S.data.reduce((sum, value, bin) => sum + value * full.data[band * full.cols + bin]!, 0);
      expect(Math.abs(folded[band]! / expected - 1)).toBeLessThan(1e-6);
    }
  });
});
