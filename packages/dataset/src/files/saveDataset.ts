import { type Dataset, rowSize } from '../dataset';
import { DatasetError } from '../errors';
import { writeDatasetFile } from './writeDatasetFile';

/**
 * Writes a dataset to one file that `openDataset` reads row by row, so that training needs no more memory for more rows.
 * It is a safetensors file (Python: `safetensors.safe_open(path, 'np')`, tensors `x` and `y`), written beside its place,
 * flushed and renamed: a file that exists is whole.
 *
 * What does not even fit into memory once is written by `buildDataset` with `file`.
 *
 * @param path of the file, which is replaced if it exists; missing folders are made
 * @throws DatasetError `BAD_OPTION` when there are no rows, or x, shape, labels and rows do not fit each other;
 * `FILE_NOT_WRITTEN`
 */
export async function saveDataset(dataset: Dataset, path: string): Promise<void> {
  const { x, shape, labels, rows } = dataset;
  const size = rowSize(shape);
  if (rows.length === 0 || x.length !== rows.length * size) {
    const received = `${rows.length} rows of shape [${shape.join(', ')}] and ${x.length} values`;
    throw new DatasetError(
      'BAD_OPTION',
      `saveDataset: the dataset has ${received}; rows * ${size} values were expected`,
    );
  }
  const known = new Set(labels);
  const stranger = rows.find(({ label }) => !known.has(label));
  if (stranger) {
    const message = `saveDataset: clip '${stranger.clipId}' has the label '${stranger.label}'; the dataset lists ${labels.join(', ')}`;
    throw new DatasetError('BAD_OPTION', message);
  }
  await writeDatasetFile(path, {
    ...dataset,
    buildKey: null,
    values: (from, to) => x.subarray(from * size, to * size),
  });
}
