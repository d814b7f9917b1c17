import { f32x4, i32, i32x4, lazyScratch, wasmFunction, whileTrue } from '@ser/wasm';

/** A float32 that is not finite has an exponent of all ones. */
const EXPONENT = 0x7f800000;
/** With one more it carries into the sign. */
const ONE = 0x00800000;
/** Numbers in WebAssembly's memory at a time. Of fewer a look at each is as fast. */
const BLOCK = 4000;
const FEW = 1000;

/**
 * Whether no value is NaN or an infinity, at a fifth of the time that a look at each takes.
 *
 * @example
 * areFinite(Float32Array.of(1, Number.NaN)); // false
 */
export function areFinite(values: Float32Array): boolean {
  const { length } = values;
  const scratch = length < FEW ? null : sharedScratch();
  if (scratch === null) return !someCarries(values);
  const memory = scratch.reserve(RESULT + 16);
  const block = new Float32Array(memory, 0, BLOCK);
  const result = new Int32Array(memory, RESULT, 1).fill(0);
  const whole = length & ~3;
  for (let start = 0; start < whole; start += BLOCK) {
    const part = values.subarray(start, Math.min(whole, start + BLOCK));
    block.set(part);
    scratch.kernels.findNotFinite!(0, 4 * part.length, RESULT);
  }
  return result[0] === 0 && !someCarries(values.subarray(whole));
}

function someCarries(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  let carry = 0;
  for (let i = 0; i < bits.length; i++) carry |= (bits[i]! & EXPONENT) + ONE;
  return carry < 0;
}

const RESULT = 4 * BLOCK;

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [
  // Sets a number to 1 where it finds one.
  wasmFunction('findNotFinite', ({ params, locals }) => {
    const [values, end, result] = params(3);
    const [found, exponents] = locals(2, 'v128');
    return [
      ...exponents.set(i32x4.splat(i32.const(EXPONENT))),
      ...found.set(f32x4.zero),
      ...whileTrue(i32.lt(values.get, end.get), [
        ...found.set(i32x4.or(found.get, i32x4.eq(i32x4.and(f32x4.load(values.get), exponents.get), exponents.get))),
        ...values.set(i32.add(values.get, i32.const(16))),
      ]),
      ...i32.store(result.get, i32.or(i32.load(result.get), i32x4.anyTrue(found.get))),
    ];
  }),
]);
