import { DatasetError } from './errors';
import type { RowSource } from './rowSource';

/**
 * Some rows of a source, such as one side of a split: a view, nothing is read or copied but labels.
 *
 * @param rows numbers of `source`'s rows, in the order they are to have
 * @throws DatasetError `BAD_OPTION` for a number that is no row
 * @example
 * const train = subset(file, split.train);
 */
export function subset(source: RowSource, rows: ArrayLike<number>): RowSource {
  const { shape, classes } = source;
  const numbers = Uint32Array.from(rows);
  const y = new Int32Array(numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const from = rows[row]!;
    if (!(Number.isInteger(from) && from >= 0 && from < source.y.length)) {
      const message = `subset: row ${from} at position ${row}; the source has ${source.y.length} rows`;
      throw new DatasetError('BAD_OPTION', message);
    }
    y[row] = source.y[from]!;
  }
  return {
    shape,
    y,
    classes,
    readRows: (wanted) =>
      source.readRows(
        Uint32Array.from(wanted, (row) => {
          const number = numbers[row];
          if (number !== undefined) return number;
          throw new DatasetError('BAD_OPTION', `readRows: row ${row}; the subset has ${numbers.length} rows`);
        }),
      ),
  };
}
