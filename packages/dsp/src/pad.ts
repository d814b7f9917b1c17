import { requireInteger } from './checks';
import { DspError } from './errors';

/** What stands beyond the ends: zeros, the end sample repeated, or the signal mirrored about its end sample. */
export type PadMode = 'constant' | 'edge' | 'reflect';

/** Options of `pad`. */
export interface PadOptions {
  /** Samples before the signal. Default 0. */
  readonly left?: number;
  /** Samples after the signal. Default 0. */
  readonly right?: number;
  /** Default 'constant' (zeros). */
  readonly mode?: PadMode;
}

/**
 * Lengthens a signal at both ends; the input is kept.
 *
 * @param samples any length; not empty unless the mode is 'constant'
 * @returns left + length + right samples, of the input's type
 * @throws DspError `INVALID_OPTION` for a negative count or an unknown mode, `INVALID_LENGTH` for an empty signal that
 *   cannot be mirrored or repeated
 * @example
 * pad(new Float32Array([1, 2, 3]), { left: 2, mode: 'reflect' }); // [3, 2, 1, 2, 3]
 * @see numpy.pad, equal; 'reflect' goes back and forth when it is longer than the signal
 */
export function pad<T extends Float32Array | Float64Array>(
  samples: T,
  { left = 0, right = 0, mode = 'constant' }: PadOptions = {},
): T {
  requireInteger('pad', 'left', left, 0);
  requireInteger('pad', 'right', right, 0);
  if (mode !== 'constant' && mode !== 'edge' && mode !== 'reflect') {
    throw new DspError('INVALID_OPTION', `pad: mode='${String(mode)}'; expected constant, edge or reflect`);
  }
  const length = samples.length;
  if (length === 0 && mode !== 'constant' && left + right > 0) {
    throw new DspError('INVALID_LENGTH', `pad: samples is empty; mode='${mode}' needs at least one sample`);
  }
  const Type = samples.constructor as new (length: number) => T;
  const padded = new Type(left + length + right);
  padded.set(samples, left);
  if (mode === 'constant') return padded;
  for (let i = 0; i < left; i++) padded[i] = samples[sourceIndex(i - left, length, mode)]!;
  for (let i = 0; i < right; i++) padded[left + length + i] = samples[sourceIndex(length + i, length, mode)]!;
  return padded;
}

function sourceIndex(index: number, length: number, mode: 'edge' | 'reflect'): number {
  if (mode === 'edge' || length === 1) return index < 0 ? 0 : length - 1;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}
