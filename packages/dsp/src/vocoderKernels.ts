import {
  type Code,
  type FunctionScope,
  f64x2,
  i32,
  type Variable,
  type WasmFunction,
  wasmFunction,
  whileTrue,
} from '@ser/wasm';
import { TAN_EIGHTH } from './fastTrigonometry';

/** Of fastTrigonometry.ts, in the same order of operations: highest power first. */
export interface Polynomials {
  readonly arcTangent: readonly number[];
  readonly sine: readonly number[];
  readonly cosine: readonly number[];
}

const TURN = 2 * Math.PI;
const { add, sub, mul, div, splat, select, and, or } = f64x2;

function horner([highest, ...coefficients]: readonly Code[], x: Code): Code {
  return coefficients.reduce((sum, next) => add(next, mul(x, sum)), highest!);
}

/** In variables of a function. */
const vectorsOf = ({ constant }: FunctionScope, numbers: readonly number[]): Code[] =>
  numbers.map((number) => constant(splat(number)).get);

const advance = (variable: Variable, bytes: number): Code => variable.set(i32.add(variable.get, i32.const(bytes)));

/** Angles and magnitudes of complex numbers, two at a time: `angles` of fastTrigonometry.ts beside sqrt(re^2 + im^2). */
function polarKernel({ arcTangent }: Polynomials): WasmFunction {
  return wasmFunction('polar', (scope) => {
    const { param, locals } = scope;
    const re = param();
    const im = param();
    const phases = param();
    const magnitudes = param();
    const end = param();
    const [x, y, width, height, steep, large, small, z, q, angle] = locals(10, 'v128');
    const series = vectorsOf(scope, arcTangent);
    const [zero, tangent, eighth, quarter, half] = vectorsOf(scope, [
      0,
      TAN_EIGHTH,
      Math.PI / 8,
      Math.PI / 2,
      Math.PI,
    ]) as [Code, Code, Code, Code, Code];
    const negate = (value: Code, where: Code) => select(f64x2.neg(value), value, where);
    return whileTrue(i32.lt(re.get, end.get), [
      ...x.set(f64x2.loadFloat32(re.get)),
      ...y.set(f64x2.loadFloat32(im.get)),
      ...f64x2.storeFloat32(magnitudes.get, f64x2.sqrt(add(mul(x.get, x.get), mul(y.get, y.get)))),
      ...width.set(f64x2.abs(x.get)),
      ...height.set(f64x2.abs(y.get)),
      ...steep.set(f64x2.gt(height.get, width.get)),
      ...large.set(select(height.get, width.get, steep.get)),
      ...small.set(select(width.get, height.get, steep.get)),
      ...z.set(div(sub(small.get, mul(tangent, large.get)), add(large.get, mul(tangent, small.get)))),
      ...q.set(mul(z.get, z.get)),
      ...angle.set(add(eighth, mul(z.get, horner(series, q.get)))),
      ...angle.set(select(sub(quarter, angle.get), angle.get, steep.get)),
      ...angle.set(select(sub(half, angle.get), angle.get, f64x2.lt(x.get, zero))),
      ...angle.set(negate(angle.get, f64x2.lt(y.get, zero))),
      // Of zero (0 / 0 above) the signs decide: 0 or pi, with the sign of the imaginary part.
      ...z.set(or(and(f64x2.isNegative(x.get), half), and(y.get, splat(-0)))),
      ...angle.set(select(z.get, angle.get, f64x2.eq(large.get, zero))),
      ...f64x2.storeFloat32(phases.get, angle.get),
      ...[re, im, phases, magnitudes].flatMap((pointer) => advance(pointer, 8)),
    ]);
  });
}

/** One frame of a phase vocoder, two bins at a time; `numbers` are weightHere, weightNext, advanceStep, 0, 1. */
function vocodeKernel({ sine, cosine }: Polynomials): WasmFunction {
  return wasmFunction('vocode', (scope) => {
    const { params, locals } = scope;
    const [phasesHere, phasesNext, radiiHere, radiiNext, phases, outRe, outIm, end, numbers] = params(9);
    const [weightHere, weightNext, advanceStep, bin, phase, u, q, s1, s2, c2, radius, expected, deviation] = locals(
      13,
      'v128',
    );
    const [sines, cosines] = [vectorsOf(scope, sine), vectorsOf(scope, cosine)];
    const [quarter, one, two, turn, turns] = vectorsOf(scope, [0.25, 1, 2, TURN, 1 / TURN]) as [
      Code,
      Code,
      Code,
      Code,
      Code,
    ];
    const withoutTurns = (angle: Variable) => sub(angle.get, mul(turn, f64x2.nearest(mul(angle.get, turns))));
    const weighted = (weight: Variable, radii: Variable) => f64x2.fround(mul(weight.get, f64x2.loadFloat32(radii.get)));
    return [
      ...weightHere.set(f64x2.loadSplat(numbers.get)),
      ...weightNext.set(f64x2.loadSplat(numbers.get, 8)),
      ...advanceStep.set(f64x2.loadSplat(numbers.get, 16)),
      ...bin.set(f64x2.load(numbers.get, 24)),
      ...whileTrue(i32.lt(outRe.get, end.get), [
        ...radius.set(f64x2.fround(add(weighted(weightHere, radiiHere), weighted(weightNext, radiiNext)))),
        ...phase.set(f64x2.loadFloat32(phases.get)),
        ...u.set(mul(withoutTurns(phase), quarter)),
        ...q.set(mul(u.get, u.get)),
        ...s1.set(mul(u.get, horner(sines, q.get))),
        ...s2.set(mul(mul(two, s1.get), horner(cosines, q.get))),
        ...c2.set(sub(one, mul(mul(two, s1.get), s1.get))),
        ...f64x2.storeFloat32(outRe.get, mul(radius.get, f64x2.fround(sub(one, mul(mul(two, s2.get), s2.get))))),
        ...f64x2.storeFloat32(outIm.get, mul(radius.get, f64x2.fround(mul(mul(two, s2.get), c2.get)))),
        ...expected.set(mul(advanceStep.get, bin.get)),
        ...deviation.set(
          sub(f64x2.fround(sub(f64x2.loadFloat32(phasesNext.get), f64x2.loadFloat32(phasesHere.get))), expected.get),
        ),
        ...f64x2.storeFloat32(phases.get, add(phase.get, add(expected.get, withoutTurns(deviation)))),
        ...bin.set(add(bin.get, two)),
        ...[phasesHere, phasesNext, radiiHere, radiiNext, phases, outRe, outIm].flatMap((pointer) =>
          advance(pointer, 8),
        ),
      ]),
    ];
  });
}

export function vocoderKernels(polynomials: Polynomials): readonly WasmFunction[] {
  return [polarKernel(polynomials), vocodeKernel(polynomials)];
}
