/** Leaves the sign of a float32 out. */
export const MAGNITUDE = 0x7fffffff;
/** A place holds floats of one sign, one exponent and 5 leading bits of the fraction: few samples of any sound. */
export const PLACE_BITS = 18;
export const PLACES = 2 ** 14;

/** Of the bits of a float32 that count. */
export function maskOf(magnitudes: boolean): number {
  return magnitudes ? MAGNITUDE : -1;
}

/** Bits of a float32 as an integer of the same order, and back. */
export function orderOf(bits: number): number {
  return bits ^ ((bits >> 31) & MAGNITUDE);
}

export function placeOf(order: number): number {
  return PLACES / 2 + (order >> PLACE_BITS);
}

export function floatOf(order: number): number {
  return new Float32Array(Int32Array.of(orderOf(order)).buffer)[0]!;
}
