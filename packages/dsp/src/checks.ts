import { DspError } from './errors';

/** Throws `INVALID_OPTION` unless `value` is a whole number of at least `least`. */
export function requireInteger(caller: string, parameter: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new DspError('INVALID_OPTION', `${caller}: ${parameter}=${value}; expected a whole number >= ${least}`);
  }
}

/** Throws `NOT_FINITE` at the first NaN or infinity: one such sample would spoil every number computed from it. */
export function requireFinite(caller: string, samples: Float32Array | Float64Array): void {
  for (let i = 0; i < samples.length; i++) {
    // x - x is 0 but for NaN and infinities.
    if (samples[i]! - samples[i]! !== 0) {
      throw new DspError('NOT_FINITE', `${caller}: samples[${i}] is ${samples[i]}; expected finite numbers`);
    }
  }
}
