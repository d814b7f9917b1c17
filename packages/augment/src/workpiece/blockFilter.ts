import type { Biquad } from '../biquad';

/** Samples that go through all sections before the next ones do: they stay in the processor's cache. A multiple of 4. */
export const BLOCK = 1024;

/** Numbers that a step by four samples is made of. */
export const STEP_NUMBERS = 32;

/**
 * A section of a filter for four samples at once: a recursion waits for the result of each step, and has a quarter of the steps so.
 * Outputs and the next state are sums of four inputs and two numbers of state, each times a vector.
 *
 * Of each vector two numbers: for outputs 0 and 1 (those of inputs 0, 1 and of the state), for outputs 2 and 3 (inputs 0 to 3, state), for
 * the next state (inputs 0 to 3, state).
 *
 * @see Burrus 1972, "Block realization of digital filters"
 */
export function stepOf(section: Biquad): Float64Array {
  const responses = Array.from({ length: 6 }, (_, given) => {
    const unit = Array.from({ length: 6 }, (_, index) => (index === given ? 1 : 0));
    return fourSteps(section, unit as Six);
  });
  const vectors = (inputs: readonly number[], first: number) =>
    inputs.flatMap((input) => responses[input]!.slice(first, first + 2));
  return Float64Array.from([
    ...vectors([0, 1, 4, 5], 0),
    ...vectors([0, 1, 2, 3, 4, 5], 2),
    ...vectors([0, 1, 2, 3, 4, 5], 4),
  ]);
}

type Six = [number, number, number, number, number, number];

/** Four outputs and the next state, from four inputs and the state: the transposed direct form 2. */
function fourSteps({ b: [b0, b1, b2], a: [a1, a2] }: Biquad, [x0, x1, x2, x3, first, second]: Six): number[] {
  const outputs = [x0, x1, x2, x3].map((x) => {
    const y = b0 * x + first;
    first = b1 * x - a1 * y + second;
    second = b2 * x - a2 * y;
    return y;
  });
  return [...outputs, first, second];
}

/** Filters a block whose length is a multiple of 4 in place, and its state; the vectors' kernel has the same order of operations. */
export function filterBlock(block: Float64Array, step: Float64Array, state: Float64Array): void {
  const [a0, a1, b0, b1, c0, c1, d0, d1, e0, e1, f0, f1, g0, g1, h0, h1] = step as unknown as readonly number[];
  const [i0, i1, j0, j1, k0, k1, l0, l1, m0, m1, n0, n1, o0, o1, p0, p1] = step.subarray(
    16,
  ) as unknown as readonly number[];
  let first = state[0]!;
  let second = state[1]!;
  for (let i = 0; i < block.length; i += 4) {
    const x0 = block[i]!;
    const x1 = block[i + 1]!;
    const x2 = block[i + 2]!;
    const x3 = block[i + 3]!;
    block[i] = a0! * x0 + b0! * x1 + (c0! * first + d0! * second);
    block[i + 1] = a1! * x0 + b1! * x1 + (c1! * first + d1! * second);
    block[i + 2] = e0! * x0 + f0! * x1 + (g0! * x2 + h0! * x3) + (i0! * first + j0! * second);
    block[i + 3] = e1! * x0 + f1! * x1 + (g1! * x2 + h1! * x3) + (i1! * first + j1! * second);
    const next = k0! * x0 + l0! * x1 + (m0! * x2 + n0! * x3) + (o0! * first + p0! * second);
    second = k1! * x0 + l1! * x1 + (m1! * x2 + n1! * x3) + (o1! * first + p1! * second);
    first = next;
  }
  state[0] = first;
  state[1] = second;
}
