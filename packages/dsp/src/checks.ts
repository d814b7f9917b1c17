import { areFinite } from './areFinite';
import { DspError } from './errors';

/** Throws `INVALID_OPTION` unless `value` is a whole number of at least `least`. */
export function requireInteger(caller: string, parameter: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new DspError('INVALID_OPTION', `${caller}: ${parameter}=${value}; expected a whole number >= ${least}`);
  }
}

/** 4 GiB of float32. */
const MOST_NUMBERS = 2 ** 30;

/** Throws `INVALID_OPTION` when a result of `count` numbers would take more memory than anyone means. */
export function requireSize(caller: string, what: string, count: number): void {
  if (!(count <= MOST_NUMBERS)) {
    throw new DspError('INVALID_OPTION', `${caller}: ${what} makes ${count} numbers; expected at most ${MOST_NUMBERS}`);
  }
}

/** Throws `NOT_FINITE` at the first NaN or infinity: one such number would spoil every one computed from it. */
export function requireFinite(caller: string, numbers: ArrayLike<number>, parameter = 'samples'): void {
  if (numbers instanceof Float32Array && areFinite(numbers)) return;
  for (let i = 0; i < numbers.length; i++) {
    // x - x is 0 but for NaN and infinities.
    if (numbers[i]! - numbers[i]! !== 0) {
      throw new DspError('NOT_FINITE', `${caller}: ${parameter}[${i}] is ${numbers[i]}; expected finite numbers`);
    }
  }
}
