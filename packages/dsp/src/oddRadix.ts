import { type Code, f64x2, i32, type Variable, type WasmFunction, wasmFunction, whileTrue } from '@ser/wasm';
import { cos, sin } from './trigonometry';

const COMPLEX = 32;
const DOUBLE = 8;

/**
 * One pass of Stockham's transform as `radix4` of pairFft.ts, with butterflies of an odd number of points: `part` bytes apart on the
 * way in and `stride` bytes on the way out. A twiddle holds w, w^2, ... w^(radix - 1).
 *
 * Points q and radix - q go together: their sums meet cosines alone, their differences sines.
 */
export function oddRadix(radix: 3 | 5 | 7): WasmFunction {
  const { add, sub, mul, splat } = f64x2;
  const halves = Array.from({ length: (radix - 1) / 2 }, (_, index) => index + 1);
  return wasmFunction(`radix${radix}`, ({ param, local }) => {
    const [source, target, twiddle, twiddleEnd, stride, part] = [param(), param(), param(), param(), param(), param()];
    const points = Array.from({ length: radix }, () => ({ re: local('v128'), im: local('v128') }));
    const [re, im, crossRe, crossIm] = [local('v128'), local('v128'), local('v128'), local('v128')];
    const at = local('i32');
    const end = local('i32');
    const swap = local('v128');
    const advance = (variable: Variable, bytes: Code): Code => variable.set(i32.add(variable.get, bytes));
    const first = points[0]!;
    /** Point q becomes the sum, point radix - q the difference of both. */
    const sumAndDifference = (q: number): Code =>
      (['re', 'im'] as const).flatMap((side) => {
        const [low, high] = [points[q]![side], points[radix - q]![side]];
        return [...swap.set(sub(low.get, high.get)), ...low.set(add(low.get, high.get)), ...high.set(swap.get)];
      });
    const weighted = (values: readonly Variable[], factors: readonly number[], start?: Variable): Code =>
      values
        .map((value, index) => mul(value.get, splat(factors[index]!)))
        .reduce((sum, product) => add(sum, product), start?.get ?? splat(0));
    const storeTurned = (power: number, real: Code, imaginary: Code): Code => {
      const wRe = f64x2.loadSplat(twiddle.get, 2 * DOUBLE * (power - 1));
      const wIm = f64x2.loadSplat(twiddle.get, 2 * DOUBLE * (power - 1) + DOUBLE);
      return [
        ...f64x2.store(at.get, sub(mul(real, wRe), mul(imaginary, wIm))),
        ...f64x2.store(at.get, add(mul(real, wIm), mul(imaginary, wRe)), 16),
      ];
    };
    /** Outputs j and radix - j. */
    const outputs = (j: number): Code => {
      const cosines = halves.map((q) => cos((2 * Math.PI * j * q) / radix));
      const sines = halves.map((q) => sin((2 * Math.PI * j * q) / radix));
      const sums = halves.map((q) => points[q]!);
      const differences = halves.map((q) => points[radix - q]!);
      const side = (of: readonly { re: Variable; im: Variable }[], name: 're' | 'im') => of.map((point) => point[name]);
      return [
        ...re.set(weighted(side(sums, 're'), cosines, first.re)),
        ...im.set(weighted(side(sums, 'im'), cosines, first.im)),
        ...crossRe.set(weighted(side(differences, 'im'), sines)),
        ...crossIm.set(weighted(side(differences, 're'), sines)),
        ...at.set(i32.add(target.get, i32.mul(stride.get, i32.const(j)))),
        ...storeTurned(j, add(re.get, crossRe.get), sub(im.get, crossIm.get)),
        ...at.set(i32.add(target.get, i32.mul(stride.get, i32.const(radix - j)))),
        ...storeTurned(radix - j, sub(re.get, crossRe.get), add(im.get, crossIm.get)),
      ];
    };
    return whileTrue(i32.lt(twiddle.get, twiddleEnd.get), [
      ...end.set(i32.add(source.get, stride.get)),
      ...whileTrue(i32.lt(source.get, end.get), [
        ...at.set(source.get),
        ...points.flatMap((point) => [
          ...point.re.set(f64x2.load(at.get)),
          ...point.im.set(f64x2.load(at.get, 16)),
          ...advance(at, part.get),
        ]),
        ...halves.flatMap(sumAndDifference),
        ...f64x2.store(
          target.get,
          halves.reduce((sum, q) => add(sum, points[q]!.re.get), first.re.get),
        ),
        ...f64x2.store(
          target.get,
          halves.reduce((sum, q) => add(sum, points[q]!.im.get), first.im.get),
          16,
        ),
        ...halves.flatMap(outputs),
        ...advance(source, i32.const(COMPLEX)),
        ...advance(target, i32.const(COMPLEX)),
      ]),
      // The butterflies of one twiddle fill `radix` strides, of which the loop went through the first.
      ...target.set(i32.add(target.get, i32.mul(stride.get, i32.const(radix - 1)))),
      ...advance(twiddle, i32.const(2 * DOUBLE * (radix - 1))),
    ]);
  });
}
