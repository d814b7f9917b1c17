import { type Dataset, type DatasetRow, makeDataset, rowSize } from './dataset';
import { DatasetError } from './errors';

/**
 * Copies whole rows of a row-major array, in the order given.
 *
 * @param x - `n * size` values.
 * @param size - values a row.
 * @param indices - row numbers; one may occur more than once.
 * @returns `indices.length * size` values.
 * @throws DatasetError `BAD_OPTION` for an index outside `x`.
 */
export function gatherRows(x: Float32Array, size: number, indices: ArrayLike<number>): Float32Array {
  const available = size > 0 ? x.length / size : 0;
  const gathered = new Float32Array(indices.length * size);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row]!;
    if (!(Number.isInteger(from) && from >= 0 && from < available)) {
      throw new DatasetError('BAD_OPTION', `gatherRows: index ${from} at position ${row}; there are ${available} rows`);
    }
    gathered.set(x.subarray(from * size, (from + 1) * size), row * size);
  }
  return gathered;
}

/**
 * Takes rows out of a dataset, by number (a split's indices, in their order) or by predicate.
 * Labels keep their numbers, so that the parts of one dataset always agree; see {@link dropLabels} for leaving out a class.
 *
 * @throws DatasetError `BAD_OPTION` for an index outside the dataset.
 */
export function select(
  dataset: Dataset,
  which: ArrayLike<number> | ((row: DatasetRow, index: number) => boolean),
): Dataset {
  const indices =
    typeof which === 'function' ? dataset.rows.flatMap((row, index) => (which(row, index) ? [index] : [])) : which;
  const x = gatherRows(dataset.x, rowSize(dataset.shape), indices);
  return makeDataset({ ...dataset, x, rows: Array.from(indices, (index) => dataset.rows[index]!) });
}

/**
 * Leaves out whole classes: their rows go, and the labels that stay are numbered anew, in the same order.
 *
 * @throws DatasetError `BAD_OPTION` when a name is no label of this dataset.
 * @example
 * const seven = dropLabels(dataset, ['neutral']);
 */
export function dropLabels(dataset: Dataset, names: readonly string[]): Dataset {
  for (const name of names) {
    if (!dataset.labels.includes(name)) {
      throw new DatasetError('BAD_OPTION', `dropLabels: no label '${name}'; there are ${dataset.labels.join(', ')}`);
    }
  }
  const labels = dataset.labels.filter((label) => !names.includes(label));
  return makeDataset({ ...select(dataset, (row) => !names.includes(row.label)), labels });
}
