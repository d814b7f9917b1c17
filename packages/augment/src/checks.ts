import { type AudioClip, areFinite, type Matrix } from '@ser/dsp';
import type { Batch } from './batch';
import { AugmentError } from './errors';

/** Throws unless `clip` holds at least one sample, only finite ones, at a positive rate. */
export function checkClip(name: string, clip: AudioClip): void {
  if (!clip || !(ArrayBuffer.isView(clip.samples) && 'length' in clip.samples)) {
    throw new AugmentError('INVALID_CLIP', `${name}: the clip must be { samples: Float32Array, sampleRate: number }`);
  }
  if (!(Number.isFinite(clip.sampleRate) && clip.sampleRate > 0)) {
    throw new AugmentError(
      'INVALID_CLIP',
      `${name}: clip.sampleRate must be a positive number of Hz, received ${clip.sampleRate}`,
    );
  }
  if (clip.samples.length === 0) {
    throw new AugmentError('EMPTY_CLIP', `${name}: clip.samples is empty; at least one sample is needed`);
  }
  checkFinite(name, 'clip.samples', clip.samples);
}

/** Throws unless `matrix` has at least one value, rows x cols of them, all finite. */
export function checkMatrix(name: string, matrix: Matrix): void {
  const { data, rows, cols } = matrix ?? {};
  const whole = Number.isInteger(rows) && Number.isInteger(cols) && rows >= 0 && cols >= 0;
  if (!(ArrayBuffer.isView(data) && whole && (data as Float32Array).length === rows * cols)) {
    throw new AugmentError(
      'INVALID_MATRIX',
      `${name}: the matrix must be { data: Float32Array of rows * cols values, rows, cols }`,
    );
  }
  if (data.length === 0) {
    throw new AugmentError('EMPTY_MATRIX', `${name}: the matrix has no value; at least one row and column is needed`);
  }
  checkFinite(name, 'matrix.data', data);
}

/** Throws unless `batch` has at least one value, rows of the shape's size, all finite. */
export function checkBatch(name: string, batch: Batch): void {
  const { data, rows, shape } = batch ?? {};
  const whole = Array.isArray(shape) && [rows, ...shape].every((size) => Number.isInteger(size) && size >= 0);
  const size = whole ? shape.reduce((product: number, each: number) => product * each, rows) : -1;
  if (!(ArrayBuffer.isView(data) && (data as Float32Array).length === size)) {
    throw new AugmentError(
      'INVALID_BATCH',
      `${name}: the batch must be { data: Float32Array of rows times the product of shape values, rows, shape }`,
    );
  }
  if (data.length === 0) {
    throw new AugmentError('EMPTY_BATCH', `${name}: the batch has no value; at least one row of one value is needed`);
  }
  checkFinite(name, 'batch.data', data);
}

function checkFinite(name: string, what: string, values: Float32Array): void {
  if (values instanceof Float32Array && areFinite(values)) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) {
      throw new AugmentError('NON_FINITE_SAMPLES', `${name}: ${what}[${i}] is ${value}; every value must be finite`);
    }
  }
}
