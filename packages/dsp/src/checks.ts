import { DspError } from './errors';

/** Throws `INVALID_OPTION` unless `value` is a whole number of at least `least`. */
export function requireInteger(caller: string, parameter: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new DspError('INVALID_OPTION', `${caller}: ${parameter}=${value}; expected a whole number >= ${least}`);
  }
}
