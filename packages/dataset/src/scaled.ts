import type { StandardScaler } from '@ser/features';
import { rowSize } from './dataset';
import { DatasetError } from './errors';
import type { RowSource } from './rowSource';

/**
 * A source whose values are scaled as they are read: the same numbers as scaling an array of all rows.
 *
 * @param scaler fitted on one column for each place of the last axis of a row ({@link fitScaler}), or for each value of
 * a row
 * @throws DatasetError `BAD_OPTION` when its columns fit neither (one that was not fitted has none)
 */
export function scaled(source: RowSource, scaler: StandardScaler): RowSource {
  const { shape, y, classes } = source;
  const cols = scaler.mean.length;
  const size = rowSize(shape);
  if (cols !== size && cols !== shape.at(-1)) {
    throw new DatasetError(
      'BAD_OPTION',
      `scaled: the scaler has ${cols} columns, rows have shape [${shape.join(', ')}]; ${shape.at(-1)} or ${size} columns were expected`,
    );
  }
  return {
    shape,
    y,
    classes,
    async readRows(rows) {
      const data = await source.readRows(rows);
      return scaler.transform({ data, rows: data.length / cols, cols }).data;
    },
  };
}
