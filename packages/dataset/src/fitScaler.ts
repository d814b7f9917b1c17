import { StandardScaler } from '@ser/features';
import { rowSize } from './dataset';
import { DatasetError } from './errors';
import type { RowSource } from './rowSource';

export interface FitScalerOptions {
  /** Rows in memory at a time. Default 256. */
  readonly batchSize?: number;
}

/**
 * Fits a scaler on all rows of a source, batch by batch, one column for each place of a row's last axis: the very numbers
 * that `new StandardScaler().fit` gives for an array of all rows.
 *
 * The rows are read twice, for the mean and then for the variance about it: one pass would save the reading and give
 * other last digits than the array does.
 *
 * @throws DatasetError `BAD_OPTION` for a source without rows or a bad batch size, `FEATURE_NOT_FINITE` for NaN or infinity
 * @example
 * const scaler = await fitScaler(train);
 * await fit(model, scaled(train, scaler), { epochs: 20 });
 */
export async function fitScaler(
  source: RowSource,
  { batchSize = 256 }: FitScalerOptions = {},
): Promise<StandardScaler> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new DatasetError('BAD_OPTION', `fitScaler: batchSize is ${batchSize}; a whole number of at least 1 expected`);
  }
  const cols = source.shape.at(-1) ?? 1;
  const samplesSeen = (source.y.length * rowSize(source.shape)) / cols;
  if (!(samplesSeen >= 1)) {
    const shape = `[${source.shape.join(', ')}]`;
    throw new DatasetError('BAD_OPTION', `fitScaler: ${source.y.length} rows of shape ${shape}; at least one expected`);
  }
  const mean = new Float64Array(cols);
  await forEachValue(source, batchSize, (value, col) => {
    mean[col]! += value;
  });
  for (let col = 0; col < cols; col++) mean[col]! /= samplesSeen;

  const variance = new Float64Array(cols);
  const correction = new Float64Array(cols);
  await forEachValue(source, batchSize, (value, col) => {
    const difference = value - mean[col]!;
    correction[col]! += difference;
    variance[col]! += difference * difference;
  });
  const scale = new Float64Array(cols);
  for (let col = 0; col < cols; col++) {
    variance[col] = (variance[col]! - correction[col]! ** 2 / samplesSeen) / samplesSeen;
    // As StandardScaler.fit: the variance is no more than rounding would make of a constant.
    const rounding = samplesSeen * Number.EPSILON * variance[col]! + (samplesSeen * mean[col]! * Number.EPSILON) ** 2;
    scale[col] = variance[col]! <= rounding ? 1 : Math.sqrt(variance[col]!);
  }
  return StandardScaler.fromJSON({
    type: 'StandardScaler',
    version: 1,
    samplesSeen,
    mean: [...mean],
    variance: [...variance],
    scale: [...scale],
  });
}

async function forEachValue(
  source: RowSource,
  batchSize: number,
  visit: (value: number, col: number) => void,
): Promise<void> {
  const count = source.y.length;
  const size = rowSize(source.shape);
  const cols = source.shape.at(-1) ?? 1;
  for (let from = 0; from < count; from += batchSize) {
    const rows = Uint32Array.from({ length: Math.min(batchSize, count - from) }, (_, i) => from + i);
    const values = await source.readRows(rows);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) {
        const place = `value ${i % size} of row ${from + Math.floor(i / size)}`;
        throw new DatasetError('FEATURE_NOT_FINITE', `fitScaler: ${place} is ${value}; leave that row out`);
      }
      visit(value, i % cols);
    }
  }
}
