import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { StandardScaler } from '../src/index';
import { goldenText } from './golden';

const golden = JSON.parse(goldenText('scaler.json'));

describe('StandardScaler', () => {
  const matrix = {
    data: Float32Array.from(golden.matrix as number[]),
    rows: golden.rows as number,
    cols: golden.cols as number,
  };

  it('agrees with scikit-learn, a constant column included', () => {
    const scaler = new StandardScaler();
    const scaled = scaler.fitTransform(matrix);
    expectAllClose(scaler.mean, golden.mean, { rtol: 1e-12, atol: 1e-15, why: 'float64 sums in another order' });
    expectAllClose(scaler.variance, golden.variance, { rtol: 1e-9, atol: 1e-15, why: 'float64 sums in another order' });
    expectAllClose(scaler.scale, golden.scale, { rtol: 1e-9, why: 'float64 sums in another order' });
    expectAllClose(scaled.data, golden.transformed, {
      atol: 1e-4,
      why: 'scikit-learn subtracts in float32: 1,000 +- 100',
    });
    expect(scaler.scale[4]).toBe(1);
  });

  it('survives JSON and undoes itself', () => {
    const scaler = new StandardScaler().fit(matrix);
    const again = StandardScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    const scaled = again.transform(matrix);
    expect(scaled.data).toEqual(scaler.transform(matrix).data);
    expectAllClose(again.inverseTransform(scaled).data, matrix.data, {
      rtol: 1e-5,
      atol: 1e-5,
      why: 'float32 storage',
    });
  });

  it('leaves its input alone and gives every column mean 0 and deviation 1 (or 0)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.integer({ min: -99, max: 99 })),
        (rows, cols, stream) => {
          const data = Float32Array.from({ length: rows * cols }, () => stream.next().value);
          const before = data.slice();
          const scaled = new StandardScaler().fitTransform({ data, rows, cols }).data;
          expect(data).toEqual(before);
          for (let col = 0; col < cols; col++) {
            const column = scaled.filter((_, i) => i % cols === col);
            const mean = column.reduce((sum, x) => sum + x, 0) / rows;
            const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / rows);
            expect(Math.abs(mean)).toBeLessThan(1e-5);
            expect(Math.min(Math.abs(deviation - 1), deviation)).toBeLessThan(1e-5);
          }
        },
      ),
    );
  });

  it('refuses what it cannot scale', () => {
    const bad = (run: () => unknown, code: string) => expect(run).toThrow(expect.objectContaining({ code }));
    bad(() => new StandardScaler().transform(matrix), 'NOT_FITTED');
    bad(() => new StandardScaler().toJSON(), 'NOT_FITTED');
    bad(() => new StandardScaler().fit({ data: new Float32Array(3), rows: 2, cols: 2 }), 'SHAPE_MISMATCH');
    bad(() => new StandardScaler().fit({ data: new Float32Array(0), rows: 0, cols: 2 }), 'SHAPE_MISMATCH');
    bad(() => new StandardScaler().fit({ data: Float32Array.of(Number.NaN), rows: 1, cols: 1 }), 'NON_FINITE_SAMPLES');
    bad(
      () => new StandardScaler().fit(matrix).transform({ data: new Float32Array(2), rows: 1, cols: 2 }),
      'SHAPE_MISMATCH',
    );
    bad(
      () =>
        StandardScaler.fromJSON({
          type: 'StandardScaler',
          version: 1,
          samplesSeen: 1,
          mean: [0],
          variance: [0],
          scale: [0],
        }),
      'INVALID_JSON',
    );
    bad(() => StandardScaler.fromJSON(null as never), 'INVALID_JSON');
  });
});
