import { requireInteger, requireSize } from './checks';
import { DspError } from './errors';

/** By the names of numpy.pad: what stands at `index` places from the signal's first sample, beyond its ends. */
const PAD_MODES = {
  /** Zeros. */
  constant: () => () => 0,
  /** The end sample repeated. */
  edge: (samples) => (index) => samples[index < 0 ? 0 : samples.length - 1]!,
  /** From the end sample down to zero, which the outermost sample has. */
  linear_ramp: (samples, left, right) => {
    const { length } = samples;
    return (index) =>
      index < 0
        ? (left + index) * (samples[0]! / left)
        : (right - 1 - (index - length)) * (samples[length - 1]! / right);
  },
  /** One number throughout, of the whole signal. */
  maximum: (samples) => always(extreme(samples, Math.max)),
  mean: (samples) => always(mean(samples)),
  median: (samples) => always(median(samples)),
  minimum: (samples) => always(extreme(samples, Math.min)),
  /** Mirrored about the end sample, which is not repeated; back and forth when it is longer than the signal. */
  reflect: (samples) => {
    const { length } = samples;
    const period = Math.max(1, 2 * (length - 1));
    return (index) => {
      const wrapped = modulo(index, period);
      return samples[wrapped < length ? wrapped : period - wrapped]!;
    };
  },
  /** Mirrored about its end, so that the end sample stands twice. */
  symmetric: (samples) => {
    const { length } = samples;
    return (index) => {
      const wrapped = modulo(index, 2 * length);
      return samples[wrapped < length ? wrapped : 2 * length - 1 - wrapped]!;
    };
  },
  /** The signal again and again. */
  wrap: (samples) => (index) => samples[modulo(index, samples.length)]!,
} as const satisfies Record<string, (samples: Samples, left: number, right: number) => (index: number) => number>;

type Samples = Float32Array | Float64Array;

/** What stands beyond the ends of a padded signal, by the names of numpy.pad. */
export type PadMode = keyof typeof PAD_MODES;

/** Options of `pad`. */
export interface PadOptions {
  /** Samples before the signal. Default 0. */
  readonly left?: number;
  /** Samples after the signal. Default 0. */
  readonly right?: number;
  /**
   * 'constant' (zeros, default), 'edge' (the end sample repeated), 'linear_ramp' (from the end sample down to zero),
   * 'maximum', 'mean', 'median', 'minimum' (of the whole signal), 'reflect' (mirrored about the end sample), 'symmetric'
   * (mirrored, the end sample twice) or 'wrap' (the signal again).
   */
  readonly mode?: PadMode;
}

/**
 * Lengthens a signal at both ends; the input is kept.
 *
 * @param samples any length; not empty unless the mode is 'constant'
 * @returns left + length + right samples, of the input's type
 * @throws DspError `INVALID_OPTION` for a negative count or an unknown mode ('empty' too: it pads with whatever the memory
 *   held), `INVALID_LENGTH` for an empty signal that cannot be mirrored or repeated
 * @example
 * pad(new Float32Array([1, 2, 3]), { left: 2, mode: 'reflect' }); // [3, 2, 1, 2, 3]
 * @see numpy.pad 2.4, equal, but for 'mean' and 'linear_ramp': within one rounding
 */
export function pad<T extends Float32Array | Float64Array>(
  samples: T,
  { left = 0, right = 0, mode = 'constant' }: PadOptions = {},
): T {
  requireInteger('pad', 'left', left, 0);
  requireInteger('pad', 'right', right, 0);
  requireSize('pad', `left=${left}, right=${right}`, left + samples.length + right);
  requirePadMode('pad', 'mode', mode, Object.keys(PAD_MODES));
  const length = samples.length;
  if (length === 0 && mode !== 'constant' && left + right > 0) {
    throw new DspError('INVALID_LENGTH', `pad: samples is empty; mode='${mode}' needs at least one sample`);
  }
  const Type = samples.constructor as new (length: number) => T;
  const padded = new Type(left + length + right);
  padded.set(samples, left);
  if (mode === 'constant' || left + right === 0) return padded;
  const beyond = PAD_MODES[mode](samples, left, right);
  for (let i = 0; i < left; i++) padded[i] = beyond(i - left);
  for (let i = 0; i < right; i++) padded[left + length + i] = beyond(length + i);
  return padded;
}

/** Throws `INVALID_OPTION` unless `mode` is one of `accepted`. */
export function requirePadMode(caller: string, option: string, mode: string, accepted: readonly string[]): void {
  if (!accepted.includes(mode)) {
    throw new DspError('INVALID_OPTION', `${caller}: ${option}='${String(mode)}'; expected ${accepted.join(', ')}`);
  }
}

const always = (value: number) => () => value;

const modulo = (index: number, period: number) => ((index % period) + period) % period;

function extreme(samples: Samples, better: (a: number, b: number) => number): number {
  let best = samples[0]!;
  for (const sample of samples) best = better(best, sample);
  return best;
}

function mean(samples: Samples): number {
  let sum = 0;
  for (const sample of samples) sum += sample;
  return sum / samples.length;
}

function median(samples: Samples): number {
  const sorted = samples.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
