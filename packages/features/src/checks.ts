import { type AudioClip, areFinite, type Matrix } from '@ser/dsp';
import { FeatureError } from './errors';

/** Throws unless `clip` holds at least one sample, only finite ones, at a positive rate. */
export function checkClip(where: string, clip: AudioClip): void {
  if (!clip || !(ArrayBuffer.isView(clip.samples) && 'length' in clip.samples)) {
    throw new FeatureError(
      'INVALID_CLIP',
      `${where}: clip must be { samples: Float32Array, sampleRate: number }, received ${describe(clip)}`,
    );
  }
  if (!(Number.isFinite(clip.sampleRate) && clip.sampleRate > 0)) {
    throw new FeatureError(
      'INVALID_CLIP',
      `${where}: clip.sampleRate must be a positive number of Hz, received ${clip.sampleRate}`,
    );
  }
  const { samples } = clip;
  if (samples.length === 0) {
    throw new FeatureError(
      'EMPTY_CLIP',
      `${where}: clip.samples is empty; at least one sample is needed (was the clip cropped behind its end?)`,
    );
  }
  if (samples instanceof Float32Array && areFinite(samples)) return;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value - value !== 0) {
      throw new FeatureError(
        'NON_FINITE_SAMPLES',
        `${where}: clip.samples[${i}] is ${value}; every sample must be finite`,
      );
    }
  }
}

/** Throws unless `value` is a positive whole number. */
export function checkPositiveInteger(where: string, option: string, value: number): void {
  if (!(Number.isInteger(value) && value > 0)) {
    throw new FeatureError('INVALID_OPTION', `${where}: ${option} must be a positive whole number, received ${value}`);
  }
}

/** Throws unless `value` is a finite number above 0. */
export function checkPositive(where: string, option: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new FeatureError('INVALID_OPTION', `${where}: ${option} must be a finite number above 0, received ${value}`);
  }
}

/** Throws unless `value` lies between `least` and `most`, both excluded. */
export function checkBetween(where: string, option: string, value: number, least: number, most: number): void {
  if (!(value > least && value < most)) {
    throw new FeatureError('INVALID_OPTION', `${where}: ${option} must lie in (${least}, ${most}), received ${value}`);
  }
}

/** Throws unless `data.length === rows * cols`. */
export function checkMatrix(where: string, matrix: Matrix): void {
  if (!matrix || !ArrayBuffer.isView(matrix.data) || matrix.data.length !== matrix.rows * matrix.cols) {
    throw new FeatureError(
      'SHAPE_MISMATCH',
      `${where}: matrix.data must hold rows * cols values, received ${
        matrix?.data ? `${matrix.data.length} for ${matrix.rows} x ${matrix.cols}` : describe(matrix)
      }`,
    );
  }
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return `an object with ${Object.keys(value).join(', ') || 'no keys'}`;
}
