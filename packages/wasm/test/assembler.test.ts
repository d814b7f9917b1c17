import {
  type Code,
  f32x4,
  f64,
  f64x2,
  i32,
  i32x4,
  i64,
  i64x2,
  ifElse,
  wasmFunction,
  whileTrue,
} from '../src/assembler';
import { createScratch } from '../src/scratch';

const at = (bytes: number): Code => i32.const(bytes);

/** The memory after a body has run on these numbers at its start. */
function after<T extends Float32Array | Float64Array | Int32Array>(numbers: T, body: Code): T {
  const scratch = createScratch([wasmFunction('run', () => body)])!;
  const memory = scratch.reserve(numbers.byteLength);
  const there = new (numbers.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => T)(
    memory,
    0,
    numbers.length,
  );
  there.set(numbers);
  scratch.kernels.run!();
  return there;
}

it('counts in a loop and branches', () => {
  const count = wasmFunction('count', ({ params, local }) => {
    const [to, end] = params(2);
    const i = local('i32');
    return whileTrue(i32.lt(i.get, end.get), [
      ...ifElse(
        i32.and(i.get, i32.const(1)),
        i32.store(to.get, i32.mul(i.get, i32.const(-1000))),
        i32.store(to.get, i.get),
      ),
      ...to.set(i32.add(to.get, i32.const(4))),
      ...i.set(i32.add(i.get, i32.const(1))),
    ]);
  });
  const scratch = createScratch([count])!;
  const numbers = new Int32Array(scratch.reserve(40), 0, 6);
  scratch.kernels.count!(0, 5);
  expect([...numbers]).toEqual([0, -1000, 2, -3000, 4, 0]);
});

it('takes constants of all sizes', () => {
  for (const value of [0, 1, 63, 64, -64, -65, 127, 128, 8191, 8192, 2 ** 31 - 1, -(2 ** 31), 0x3ffffff]) {
    expect([...after(new Int32Array(1), i32.store(at(0), i32.const(value)))]).toEqual([value]);
  }
});

it('computes with vectors of float64 and with their bits', () => {
  const [a, b] = [f64x2.load(at(0)), f64x2.load(at(16))];
  const given = Float64Array.of(1.5, -2, 4, 0.25);
  const both = (value: Code) => [...after(given, f64x2.store(at(0), value))].slice(0, 2);
  expect(both(f64x2.add(a, b))).toEqual([5.5, -1.75]);
  expect(both(f64x2.div(a, b))).toEqual([0.375, -8]);
  expect(both(f64x2.firstLanes(a, b))).toEqual([1.5, 4]);
  expect(both(f64x2.secondLanes(a, b))).toEqual([-2, 0.25]);
  expect(both(f64x2.select(a, b, f64x2.gt(a, f64x2.splat(0))))).toEqual([1.5, 0.25]);
  // An exponent one higher is twice the number.
  expect(both(i64x2.add(a, i64x2.shl(i64x2.shiftRight(f64x2.splat(1), 62), 52)))).toEqual([1.5, -2]);
  expect(both(i64x2.sub(a, f64x2.splat(0)))).toEqual([1.5, -2]);
  expect(both(f64x2.add(i64x2.shiftRightSigned(a, 0), f64x2.splat(0)))).toEqual([1.5, -2]);
});

it('computes with vectors of float32 and with their bits', () => {
  const [a, b] = [f32x4.load(at(0)), f32x4.load(at(16))];
  const given = Float32Array.of(1, -2, 3, -4, 2, 2, 2, 2);
  const four = (value: Code) => [...after(given, f32x4.store(at(0), value))].slice(0, 4);
  expect(four(f32x4.min(a, b))).toEqual([1, -2, 2, -4]);
  expect(four(f32x4.max(a, b))).toEqual([2, 2, 3, 2]);
  expect(four(f32x4.abs(a))).toEqual([1, 2, 3, 4]);
  expect(four(f32x4.div(a, b))).toEqual([0.5, -1, 1.5, -2]);
  expect(four(f32x4.select(a, b, f32x4.lt(a, f32x4.splat(0))))).toEqual([2, -2, 2, -4]);
  const signs = i32x4.shiftRight(a, 31);
  expect(four(i32x4.xor(a, i32x4.and(signs, i32x4.splat(i32.const(-(2 ** 31))))))).toEqual([1, 2, 3, 4]);
  expect([...after(new Int32Array([1, 2, 3, 4]), i32.store(at(0), i32x4.lane(a, 2)))]).toEqual([3, 2, 3, 4]);
  expect([
    ...after(new Float32Array(new Int32Array([-7, 1, 2, 3]).buffer), f32x4.store(at(0), f32x4.convert(a))),
  ]).toEqual([-7, 1, 2, 3]);
  expect([
    ...after(new Int32Array([1, 2, -3, 4]), f32x4.store(at(0), i32x4.sub(i32x4.splat(i32.const(1)), a))),
  ]).toEqual([0, -1, 4, -3]);
  const isLarge = f32x4.and(f32x4.ge(a, f32x4.splat(2)), f32x4.ge(f32x4.splat(4), a));
  expect([...after(new Float32Array([1, 2, 4, 5]), i32.store(at(0), i32x4.bitmask(isLarge)))].slice(1)).toEqual([
    2, 4, 5,
  ]);
  expect(
    new Int32Array(after(new Float32Array([1, 2, 4, 5]), i32.store(at(0), i32x4.bitmask(isLarge))).buffer, 0, 1)[0],
  ).toBe(6);
  const isThere = (value: number) =>
    [
      ...after(new Int32Array(8).fill(7), i32.store(at(0), i32x4.anyTrue(i32x4.eq(a, i32x4.splat(i32.const(value)))))),
    ][0];
  expect([isThere(7), isThere(6)]).toEqual([1, 0]);
});

it('computes with int64 and float64', () => {
  const long = i64.extend(i32.const(0x12345678));
  expect([...after(new Int32Array(2), i64.store(at(0), i64.shl(long, i64.extend(i32.const(8)))))]).toEqual([
    0x34567800, 0x12,
  ]);
  expect([...after(new Int32Array(2), i64.store(at(0), i64.rotateLeft(long, i64.extend(i32.const(48)))))]).toEqual([
    0x1234, 0x56780000,
  ]);
  expect([...after(new Float64Array(1), f64.store(at(0), f64.mul(f64.const(0.5), f64.convert(long))))]).toEqual([
    0x12345678 / 2,
  ]);
});

it('keeps the constants of each function in variables of its own', () => {
  const addTo = (name: string, ...numbers: number[]) =>
    wasmFunction(name, ({ param, local, constant }) => {
      const to = param();
      const sum = local('v128');
      const terms = numbers.map((number) => constant(f64x2.splat(number)));
      const total = terms.reduce((code, term) => f64x2.add(code, term.get), sum.get);
      return [...sum.set(f64x2.load(to.get)), ...f64x2.store(to.get, total)];
    });
  const scratch = createScratch([addTo('some', 1, 20), addTo('none'), addTo('one', 300)])!;
  const numbers = new Float64Array(scratch.reserve(32), 16, 2);
  for (const name of ['some', 'none', 'one']) scratch.kernels[name]!(16);
  expect([...numbers]).toEqual([321, 321]);
});
