import { type Code, f64x2, i32, lazyScratch, type Scratch, wasmFunction, whileTrue } from '@ser/wasm';

/** The least positive normal float32; by what is at or below it is not divided. */
const TINY = 1.1754943508222875e-38;

/** Numbers in WebAssembly's memory at a time: what they take stays in a processor's first cache. */
const BLOCK = 1024;
const DIVISORS = 8 * BLOCK;
const RESULTS = 16 * BLOCK;

/**
 * Rounds to float32 as many numbers as `target` has room for, divided by their divisors if there are some and these are not next to
 * nothing.
 *
 * A loop in JavaScript, where each rounding waits for the one before, takes three times as long.
 */
export function toFloat32(
  target: Float32Array,
  numbers: Float64Array,
  divisors?: Float64Array,
  scratch: Scratch | null = sharedScratch(),
): void {
  if (scratch === null) {
    for (let i = 0; i < target.length; i++) {
      const divisor = divisors === undefined || divisors[i]! <= TINY ? 1 : divisors[i]!;
      target[i] = numbers[i]! / divisor;
    }
    return;
  }
  const memory = scratch.reserve(RESULTS + 4 * BLOCK);
  const block = new Float64Array(memory, 0, 2 * BLOCK);
  const results = new Float32Array(memory, RESULTS, BLOCK);
  for (let start = 0; start < target.length; start += BLOCK) {
    const count = Math.min(BLOCK, target.length - start);
    block.set(numbers.subarray(start, start + count));
    if (divisors) block.set(divisors.subarray(start, start + count), BLOCK);
    scratch.kernels[divisors ? 'narrowQuotients' : 'narrow']!(0, 8 * count, RESULTS);
    target.set(count === BLOCK ? results : results.subarray(0, count), start);
  }
}

const { div, gt, load, select, splat, storeFloat32 } = f64x2;

/** Two numbers at a time. */
const narrowKernel = (name: string, of: (number: Code, divisor: Code) => Code) =>
  wasmFunction(name, ({ params }) => {
    const [numbers, end, results] = params(3);
    return whileTrue(i32.lt(numbers.get, end.get), [
      ...storeFloat32(results.get, of(load(numbers.get), load(numbers.get, DIVISORS))),
      ...numbers.set(i32.add(numbers.get, i32.const(16))),
      ...results.set(i32.add(results.get, i32.const(8))),
    ]);
  });

const sharedScratch = /* @__PURE__ */ lazyScratch(() => [
  narrowKernel('narrow', (number) => number),
  narrowKernel('narrowQuotients', (number, divisor) =>
    div(number, select(divisor, splat(1), gt(divisor, splat(TINY)))),
  ),
]);
