import type { AudioClip } from '@ser/dsp';
import type { Drawn } from './augmentation';
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
  const { samples } = clip;
  if (samples.length === 0) {
    throw new AugmentError('EMPTY_CLIP', `${name}: clip.samples is empty; at least one sample is needed`);
  }
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value - value !== 0) {
      throw new AugmentError(
        'NON_FINITE_SAMPLES',
        `${name}: clip.samples[${i}] is ${value}; every sample must be finite`,
      );
    }
  }
}

/** Throws unless `value` is finite and within the limits. */
export function checkNumber(name: string, option: string, value: number, accepted: string, valid: boolean): void {
  if (!(typeof value === 'number' && Number.isFinite(value) && valid)) {
    throw new AugmentError('INVALID_OPTION', `${name}: ${option} must be ${accepted}, received ${String(value)}`);
  }
}

/** A finite number out of drawn parameters. */
export function drawnNumber(name: string, drawn: Drawn, key: string): number {
  const value = isRecord(drawn) ? drawn[key] : undefined;
  if (!(typeof value === 'number' && Number.isFinite(value))) {
    throw new AugmentError(
      'INVALID_DRAWN',
      `${name}.render: drawn.${key} must be a finite number, received ${JSON.stringify(drawn)}`,
    );
  }
  return value;
}

/** A text out of drawn parameters. */
export function drawnText(name: string, drawn: Drawn, key: string): string {
  const value = isRecord(drawn) ? drawn[key] : undefined;
  if (typeof value !== 'string') {
    throw new AugmentError(
      'INVALID_DRAWN',
      `${name}.render: drawn.${key} must be a text, received ${JSON.stringify(drawn)}`,
    );
  }
  return value;
}

function isRecord(drawn: Drawn): drawn is { readonly [key: string]: Drawn } {
  return typeof drawn === 'object' && drawn !== null && !Array.isArray(drawn);
}
