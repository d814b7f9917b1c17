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
  if (numbers instanceof Float32Array && isFinite32(numbers)) return;
  for (let i = 0; i < numbers.length; i++) {
    // x - x is 0 but for NaN and infinities.
    if (numbers[i]! - numbers[i]! !== 0) {
      throw new DspError('NOT_FINITE', `${caller}: ${parameter}[${i}] is ${numbers[i]}; expected finite numbers`);
    }
  }
}

/** For audio, at a third of the time that a look at each sample takes: a float32 whose exponent is all ones is not finite. */
function isFinite32(samples: Float32Array): boolean {
  const bits = new Int32Array(samples.buffer, samples.byteOffset, samples.length);
  const { length } = bits;
  // An exponent of all ones and one more carries into the sign.
  let carry = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    carry |=
      ((bits[i]! & EXPONENT) + ONE) |
      ((bits[i + 1]! & EXPONENT) + ONE) |
      ((bits[i + 2]! & EXPONENT) + ONE) |
      ((bits[i + 3]! & EXPONENT) + ONE);
  }
  for (; i < length; i++) carry |= (bits[i]! & EXPONENT) + ONE;
  return carry >= 0;
}

const EXPONENT = 0x7f800000;
const ONE = 0x00800000;
