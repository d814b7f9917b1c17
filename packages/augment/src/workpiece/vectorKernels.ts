import { type Code, f32x4, f64x2, i32, i32x4, ifElse, type Variable, wasmFunction, whileTrue } from '@ser/wasm';
import { DENOMINATOR, LARGEST, NUMERATOR } from '../tanh';
import { STEP_NUMBERS } from './blockFilter';
import { MAGNITUDE, PLACE_BITS } from './order';

// Of the loops of scalarWorkpiece.ts, with the same order of operations. Addresses are in bytes; a loop by four goes beyond an end that
// is no multiple of it.

const { add, mul, splat } = f64x2;

const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));
const upTo = (variable: Variable, end: Variable, step: number, body: Code): Code =>
  whileTrue(i32.lt(variable.get, end.get), [...body, ...advance(variable, step)]);

/** Each sample, widened to float64, becomes what `change` makes of it. */
const inFloat64 = (samples: Variable, change: (x: Code, offset: number) => Code): Code =>
  [0, 8].flatMap((offset) =>
    f64x2.storeFloat32(samples.get, change(f64x2.loadFloat32(samples.get, offset), offset), offset),
  );

const squares = () =>
  wasmFunction('squares', ({ params, locals }) => {
    const [samples, end, sums] = params(3);
    const [first, second, x] = locals(3, 'v128');
    const addSquares = (sum: Variable, offset: number): Code => [
      ...x.set(f64x2.loadFloat32(samples.get, offset)),
      ...sum.set(add(sum.get, mul(x.get, x.get))),
    ];
    return [
      ...first.set(splat(0)),
      ...second.set(splat(0)),
      ...upTo(samples, end, 16, [...addSquares(first, 0), ...addSquares(second, 8)]),
      ...f64x2.store(sums.get, first.get),
      ...f64x2.store(sums.get, second.get, 16),
    ];
  });

/** From the first four samples on, of which there must be some. */
const extremes = () =>
  wasmFunction('extremes', ({ params, locals }) => {
    const [samples, end, results] = params(3);
    const [low, high] = locals(2, 'v128');
    return [
      ...low.set(f32x4.load(samples.get)),
      ...high.set(low.get),
      ...upTo(samples, end, 16, [
        ...low.set(f32x4.min(low.get, f32x4.load(samples.get))),
        ...high.set(f32x4.max(high.get, f32x4.load(samples.get))),
      ]),
      ...f32x4.store(results.get, low.get),
      ...f32x4.store(results.get, high.get, 16),
    ];
  });

const scale = () =>
  wasmFunction('scale', ({ params, local }) => {
    const [samples, end, number] = params(3);
    const factor = local('v128');
    return [
      ...factor.set(f64x2.loadSplat(number.get)),
      ...upTo(
        samples,
        end,
        16,
        inFloat64(samples, (x) => mul(factor.get, x)),
      ),
    ];
  });

const clip = () =>
  wasmFunction('clip', ({ params, locals }) => {
    const [samples, end, bounds] = params(3);
    const [low, high] = locals(2, 'v128');
    return [
      ...low.set(f32x4.loadSplat(bounds.get)),
      ...high.set(f32x4.loadSplat(bounds.get, 4)),
      ...upTo(
        samples,
        end,
        16,
        f32x4.store(samples.get, f32x4.min(f32x4.max(f32x4.load(samples.get), low.get), high.get)),
      ),
    ];
  });

const addKernel = (name: string, bytes: 4 | 8) =>
  wasmFunction(name, ({ params, local }) => {
    const [samples, end, sound, number] = params(4);
    const factor = local('v128');
    const load = bytes === 4 ? f64x2.loadFloat32 : f64x2.load;
    return [
      ...factor.set(f64x2.loadSplat(number.get)),
      ...upTo(samples, end, 16, [
        ...inFloat64(samples, (x, offset) => add(x, mul(factor.get, load(sound.get, (offset / 4) * bytes)))),
        ...advance(sound, 4 * bytes),
      ]),
    ];
  });

/** The target's samples lie `step` samples of the source apart; `numbers` are it, 0 and 1. */
const interpolate = () =>
  wasmFunction('interpolate', ({ params, locals, constant }) => {
    const [source, target, end, numbers] = params(4);
    const [step, index, place, whole, first, second] = locals(6, 'v128');
    const sampleAt = (lane: number): Code =>
      f64x2.loadFloat32(i32.add(source.get, i32.shl(i32x4.lane(f64x2.toInt32(whole.get), lane), i32.const(2))));
    const two = constant(splat(2)).get;
    const below = f64x2.firstLanes(first.get, second.get);
    const above = f64x2.secondLanes(first.get, second.get);
    return [
      ...step.set(f64x2.loadSplat(numbers.get)),
      ...index.set(f64x2.load(numbers.get, 8)),
      ...upTo(target, end, 8, [
        ...place.set(mul(index.get, step.get)),
        ...whole.set(f64x2.floor(place.get)),
        ...first.set(sampleAt(0)),
        ...second.set(sampleAt(1)),
        ...f64x2.storeFloat32(target.get, add(below, mul(f64x2.sub(above, below), f64x2.sub(place.get, whole.get)))),
        ...index.set(add(index.get, two)),
      ]),
    ];
  });

const tanh = () =>
  wasmFunction('tanh', ({ params, locals, constant }) => {
    const [samples, end, number] = params(3);
    const [gain, x, y, result] = locals(4, 'v128');
    const { add, mul, select } = f32x4;
    const vector = (value: number): Code => constant(f32x4.splat(value)).get;
    const [numerator, denominator] = [NUMERATOR.map(vector), DENOMINATOR.map(vector)];
    const [one, minusOne, largest, least] = [vector(1), vector(-1), vector(LARGEST), vector(-LARGEST)];
    const polynomial = ([highest, ...coefficients]: readonly Code[]): Code =>
      coefficients.reduce((sum, next) => add(next, mul(y.get, sum)), highest!);
    return [
      ...gain.set(f32x4.loadSplat(number.get)),
      ...upTo(samples, end, 16, [
        ...x.set(mul(gain.get, f32x4.load(samples.get))),
        ...y.set(mul(x.get, x.get)),
        ...result.set(f32x4.div(mul(x.get, polynomial(numerator)), polynomial(denominator))),
        ...result.set(select(one, result.get, f32x4.gt(x.get, largest))),
        ...result.set(select(minusOne, result.get, f32x4.lt(x.get, least))),
        ...f32x4.store(samples.get, result.get),
      ]),
    ];
  });

/** Of order.ts; `variable` takes the bits. */
const orderOf = (bits: Code, variable: Variable): Code => [
  ...variable.set(bits),
  ...i32.xor(variable.get, i32.and(i32.shiftRight(variable.get, i32.const(31)), i32.const(MAGNITUDE))),
];

/** `counts` is that of 0's place. */
const countOrders = () =>
  wasmFunction('countOrders', ({ params, locals }) => {
    const [samples, end, mask, counts] = params(4);
    const [order, count] = locals(2, 'i32');
    const countOne = (offset: number): Code => [
      ...order.set(orderOf(i32.and(i32.load(samples.get, offset), mask.get), order)),
      ...count.set(i32.add(counts.get, i32.shl(i32.shiftRight(order.get, i32.const(PLACE_BITS)), i32.const(2)))),
      ...i32.store(count.get, i32.add(i32.load(count.get), i32.const(1))),
    ];
    return upTo(samples, end, 16, [0, 4, 8, 12].flatMap(countOne));
  });

/** Orders of one place, one behind the other; `place` is counted from that of 0. */
const collectOrders = () =>
  wasmFunction('collectOrders', ({ params, local, locals }) => {
    const [samples, end, mask, place, orders] = params(5);
    const each = local('i32');
    const [masks, places, bits] = locals(3, 'v128');
    const collect = (offset: number): Code => [
      ...each.set(orderOf(i32.and(i32.load(samples.get, offset), mask.get), each)),
      ...ifElse(
        i32.eq(i32.shiftRight(each.get, i32.const(PLACE_BITS)), place.get),
        [...i32.store(orders.get, each.get), ...advance(orders, 4)],
        [],
      ),
    ];
    const signs = i32x4.and(i32x4.shiftRight(bits.get, 31), i32x4.splat(i32.const(MAGNITUDE)));
    return [
      ...masks.set(i32x4.splat(mask.get)),
      ...places.set(i32x4.splat(place.get)),
      ...upTo(samples, end, 16, [
        ...bits.set(i32x4.and(f32x4.load(samples.get), masks.get)),
        ...ifElse(
          i32x4.anyTrue(i32x4.eq(i32x4.shiftRight(i32x4.xor(bits.get, signs), PLACE_BITS), places.get)),
          [0, 4, 8, 12].flatMap(collect),
          [],
        ),
      ]),
    ];
  });

/** A block of samples through all sections. */
const filterBlock = () =>
  wasmFunction('filterBlock', ({ params, locals }) => {
    const [samples, block, blockEnd, sections, sectionsEnd, states] = params(6);
    const [at, to] = locals(2, 'i32');
    const steps = locals(STEP_NUMBERS / 2, 'v128');
    const [x0, x1, x2, x3, state, first, second] = locals(7, 'v128');
    const sums = (vectors: readonly Variable[], inputs: readonly Variable[]): Code => {
      const pairs: Code[] = [];
      for (let i = 0; i < vectors.length; i += 2) {
        pairs.push(add(mul(vectors[i]!.get, inputs[i]!.get), mul(vectors[i + 1]!.get, inputs[i + 1]!.get)));
      }
      return pairs.reduce((sum, pair) => add(sum, pair));
    };
    const inputs = [x0, x1, x2, x3, first, second];
    return [
      ...to.set(samples.get),
      ...at.set(block.get),
      ...whileTrue(i32.lt(at.get, blockEnd.get), [
        ...f64x2.store(at.get, f64x2.loadFloat32(samples.get)),
        ...f64x2.store(at.get, f64x2.loadFloat32(samples.get, 8), 16),
        ...advance(samples, 16),
        ...advance(at, 32),
      ]),
      ...whileTrue(i32.lt(sections.get, sectionsEnd.get), [
        ...steps.flatMap((step, index) => step.set(f64x2.load(sections.get, 16 * index))),
        ...state.set(f64x2.load(states.get)),
        ...at.set(block.get),
        ...whileTrue(i32.lt(at.get, blockEnd.get), [
          ...[x0, x1, x2, x3].flatMap((x, index) => x.set(f64x2.loadSplat(at.get, 8 * index))),
          ...first.set(f64x2.firstLanes(state.get, state.get)),
          ...second.set(f64x2.secondLanes(state.get, state.get)),
          ...f64x2.store(at.get, sums(steps.slice(0, 4), [x0, x1, first, second])),
          ...f64x2.store(at.get, sums(steps.slice(4, 10), inputs), 16),
          ...state.set(sums(steps.slice(10), inputs)),
          ...advance(at, 32),
        ]),
        ...f64x2.store(states.get, state.get),
        ...advance(sections, 8 * STEP_NUMBERS),
        ...advance(states, 16),
      ]),
      ...at.set(block.get),
      ...whileTrue(i32.lt(at.get, blockEnd.get), [
        ...f64x2.storeFloat32(to.get, f64x2.load(at.get)),
        ...f64x2.storeFloat32(to.get, f64x2.load(at.get, 16), 8),
        ...advance(to, 16),
        ...advance(at, 32),
      ]),
    ];
  });

export const vectorKernels = () => [
  squares(),
  extremes(),
  scale(),
  clip(),
  addKernel('addFloat32', 4),
  addKernel('addFloat64', 8),
  interpolate(),
  tanh(),
  countOrders(),
  collectOrders(),
  filterBlock(),
];
