import type { LayersModel } from '@tensorflow/tfjs-layers';
import { TrainError } from './errors';

/** Labelled rows. */
export interface Samples {
  /** Row-major, rows * product(shape) values. */
  readonly x: Float32Array;
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** One class index per row, 0 to classes - 1. */
  readonly y: Int32Array;
  /** Number of classes. */
  readonly classes: number;
}

/** Number of values in one row of a shape. */
export function rowSize(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Throws unless `samples` fits itself and the model. */
export function checkSamples(functionName: string, what: string, samples: Samples, model: LayersModel): void {
  const { x, shape, y, classes } = samples;
  const size = rowSize(shape);
  if (!(size >= 1) || y.length === 0 || x.length !== y.length * size) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: ${what} has x.length=${x.length}, shape=[${shape.join(', ')}], y.length=${y.length}; expected at least one row and x.length = y.length * ${size}`,
    );
  }
  checkOutputs(functionName, what, classes, model);
  checkLabels(functionName, what, y, classes);
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]!)) {
      throw new TrainError(
        'NON_FINITE_INPUT',
        `${functionName}: ${what}.x[${i}] (row ${Math.floor(i / size)}, value ${i % size}) is ${x[i]}; expected finite numbers`,
      );
    }
  }
  inputShapeOf(functionName, model, shape);
}

/** Throws unless the model has an output for each class. */
export function checkOutputs(functionName: string, what: string, classes: number, model: LayersModel): void {
  const outputs = model.outputs[0]!.shape.at(-1);
  if (outputs === classes) return;
  throw new TrainError(
    'INVALID_SAMPLES',
    `${functionName}: ${what}.classes=${classes}, the model has ${String(outputs)} outputs; build it with classes: ${classes}`,
  );
}

/** Throws unless every label names a class. */
export function checkLabels(functionName: string, what: string, y: Int32Array, classes: number): void {
  const row = y.findIndex((label) => !(label >= 0 && label < classes));
  if (row < 0) return;
  throw new TrainError(
    'LABEL_OUT_OF_RANGE',
    `${functionName}: ${what}.y[${row}]=${y[row]}; expected 0 to ${classes - 1}`,
  );
}

/**
 * The model's input shape for one row, open dimensions taken from `shape`. A row of the same size but other shape is
 * taken as it lies ([162] feeds a model of [162, 1]).
 */
export function inputShapeOf(functionName: string, model: LayersModel, shape: readonly number[]): number[] {
  const declared = model.inputs.length === 1 ? model.inputs[0]!.shape.slice(1) : [];
  const open = declared.includes(null);
  const input = open ? [...shape] : (declared as number[]);
  const fits = open
    ? declared.length === shape.length && declared.every((size, axis) => size === null || size === shape[axis])
    : declared.length > 0 && rowSize(input) === rowSize(shape);
  if (!fits) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `${functionName}: rows have shape [${shape.join(', ')}]; the model takes ${model.inputs.length === 1 ? `[${declared.map((size) => size ?? '?').join(', ')}]` : `${model.inputs.length} inputs, expected one`}`,
    );
  }
  return input;
}
