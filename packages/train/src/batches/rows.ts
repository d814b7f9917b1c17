import type { LayersModel } from '@tensorflow/tfjs-layers';
import { TrainError } from '../errors';
import { checkLabels, checkOutputs, checkSamples, inputShapeOf, rowSize, type Samples } from '../samples';

/** Labelled rows that are read when they are needed, from a file for example; `@ser/dataset` has one. */
export interface RowSource {
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** One class index per row, 0 to classes - 1: labels stay in memory. */
  readonly y: Int32Array;
  readonly classes: number;
  /** Row-major values of these rows, in this order. */
  readRows(rows: Uint32Array): Promise<Float32Array>;
}

export function isRowSource(data: Samples | RowSource): data is RowSource {
  return 'readRows' in data;
}

/** Throws unless `data` fits itself and the model; values of a {@link RowSource} are checked as they are read. */
export function checkData(functionName: string, what: string, data: Samples | RowSource, model: LayersModel): void {
  if (!isRowSource(data)) {
    checkSamples(functionName, what, data, model);
    return;
  }
  if (!(rowSize(data.shape) >= 1) || data.y.length === 0) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: ${what} has shape=[${data.shape.join(', ')}], y.length=${data.y.length}; expected at least one row of at least one value`,
    );
  }
  checkOutputs(functionName, what, data.classes, model);
  checkLabels(functionName, what, data.y, data.classes);
  inputShapeOf(functionName, model, data.shape);
}

/**
 * Copies rows out of an array, or reads them.
 *
 * @throws TrainError `INVALID_SAMPLES`, `NON_FINITE_INPUT` when a source gives something else than it promised
 */
export async function readRows(
  functionName: string,
  what: string,
  data: Samples | RowSource,
  rows: Uint32Array,
): Promise<Float32Array> {
  const size = rowSize(data.shape);
  if (!isRowSource(data)) {
    const values = new Float32Array(rows.length * size);
    rows.forEach((row, i) => void values.set(data.x.subarray(row * size, (row + 1) * size), i * size));
    return values;
  }
  const values = await data.readRows(rows);
  if (values.length !== rows.length * size) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: ${what}.readRows gave ${values.length} values for ${rows.length} rows; expected ${rows.length * size}`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new TrainError(
      'NON_FINITE_INPUT',
      `${functionName}: ${what}, row ${rows[Math.floor(bad / size)]}, value ${bad % size} is ${values[bad]}; expected finite numbers`,
    );
  }
  return values;
}
