import { gatherRows, type RowSource, subset } from '../src/index';
import { rowsOf } from './fixtures/rows';
import { sourceOf } from './fixtures/sourceOf';

describe('subset', () => {
  const dataset = rowsOf(10, [2]);

  it('is a view of some rows in a given order, labels included', async () => {
    const part = subset(sourceOf(dataset), [7, 0, 0, 3]);
    expect({ ...part, readRows: 0 }).toEqual({ shape: [2], classes: 3, y: Int32Array.of(1, 0, 0, 1), readRows: 0 });
    expect(await part.readRows(Uint32Array.of(3, 0))).toEqual(gatherRows(dataset.x, 2, [3, 7]));
  });

  it('does not follow later changes of the list it was given', async () => {
    const rows = Uint32Array.of(1, 2);
    const part = subset(sourceOf(dataset), rows);
    rows.fill(9);
    expect(await part.readRows(Uint32Array.of(0))).toEqual(gatherRows(dataset.x, 2, [1]));
  });

  it('refuses numbers that are no row, when it is made and when it is read', async () => {
    const refused = (of: RowSource, row: number) => () => subset(of, [0, row]);
    for (const row of [10, -1, 0.5, Number.NaN]) {
      expect(refused(sourceOf(dataset), row)).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    }
    expect(refused(sourceOf(dataset), 10)).toThrow('subset: row 10 at position 1; the source has 10 rows');
    expect(() => subset(sourceOf(dataset), [5]).readRows(Uint32Array.of(1))).toThrow('the subset has 1 rows');
  });
});
