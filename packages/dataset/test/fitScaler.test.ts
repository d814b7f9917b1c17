import { StandardScaler } from '@ser/features';
import { fitScaler, type RowSource, scaled } from '../src/index';
import { rowsOf } from './fixtures/rows';
import { sourceOf } from './fixtures/sourceOf';

/** Uneven values; column 1 of each row's last axis is constant. */
const uneven = (at: number) => (at % 4 === 1 ? 0.1 : Math.fround(Math.sin(at * 12.9898) * 43.7 + 5e3));

describe('fitScaler', () => {
  it.each([[[4]], [[3, 4]]])('gives the very numbers of StandardScaler.fit for rows of shape [%s]', async (shape) => {
    const { x, ...rest } = rowsOf(301, shape, uneven);
    const expected = new StandardScaler().fit({ data: x, rows: x.length / 4, cols: 4 });
    expect(expected.scale[1]).toBe(1);
    for (const batchSize of [1, 7, 256, 1000]) {
      const scaler = await fitScaler(sourceOf({ x, ...rest }), { batchSize });
      expect(scaler.toJSON()).toEqual(expected.toJSON());
    }
  });

  it('refuses NaN and infinity, naming the row, a source without rows, and a bad batch size', async () => {
    const source = sourceOf(rowsOf(5, [2, 2], (at) => (at === 13 ? Number.NaN : at)));
    await expect(fitScaler(source)).rejects.toMatchObject({
      code: 'FEATURE_NOT_FINITE',
      message: 'fitScaler: value 1 of row 3 is NaN; leave that row out',
    });
    const none: RowSource = { ...source, y: new Int32Array(0) };
    await expect(fitScaler(none)).rejects.toMatchObject({ code: 'BAD_OPTION' });
    for (const batchSize of [0, 1.5]) {
      await expect(fitScaler(source, { batchSize })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    }
  });
});

describe('scaled', () => {
  it('scales what it reads, by columns of the last axis or of whole rows, as an array is scaled', async () => {
    const { x, ...rest } = rowsOf(50, [3, 4], uneven);
    const source = sourceOf({ x, ...rest });
    for (const cols of [4, 12]) {
      const scaler = new StandardScaler().fit({ data: x, rows: x.length / cols, cols });
      const { data } = scaler.transform({ data: x, rows: x.length / cols, cols });
      const view = scaled(source, scaler);
      expect([view.shape, view.y, view.classes]).toEqual([[3, 4], rest.y, 3]);
      expect(await view.readRows(Uint32Array.of(49, 2))).toEqual(
        Float32Array.of(...data.subarray(49 * 12), ...data.subarray(24, 36)),
      );
    }
  });

  it('refuses a scaler of other columns, and one that was not fitted', () => {
    const source = sourceOf(rowsOf(2, [3, 4]));
    const other = new StandardScaler().fit({ data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 2, cols: 3 });
    expect(() => scaled(source, other)).toThrow('has 3 columns, rows have shape [3, 4]; 4 or 12 columns were expected');
    expect(() => scaled(source, new StandardScaler())).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});
