import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { useSimdBackend } from '../src';

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.7580993408473768;
const THRESHOLD = -(Math.log(2 ** -23) + 2);

/** Each kernel and what it computes, in float64. */
const FUNCTIONS: Readonly<Record<string, readonly [(x: tf.Tensor) => tf.Tensor, (x: number) => number]>> = {
  Elu: [tf.elu, (x) => (x >= 0 ? x : Math.expm1(x))],
  Exp: [tf.exp, Math.exp],
  Expm1: [tf.expm1, Math.expm1],
  Log: [tf.log, Math.log],
  Log1p: [tf.log1p, Math.log1p],
  Pow: [(x) => tf.pow(x, 1.5), (x) => x ** 1.5],
  Reciprocal: [tf.reciprocal, (x) => 1 / x],
  Rsqrt: [tf.rsqrt, (x) => 1 / Math.sqrt(x)],
  Selu: [tf.selu, (x) => (x >= 0 ? SELU_SCALE * x : SELU_ALPHA * Math.expm1(x))],
  Sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  // TensorFlow.js' own definition, which leaves log1p(exp(x)) at both ends.
  Softplus: [tf.softplus, (x) => (x > THRESHOLD ? x : x < -THRESHOLD ? Math.exp(x) : Math.log1p(Math.exp(x)))],
  Sqrt: [tf.sqrt, Math.sqrt],
  Tanh: [tf.tanh, Math.tanh],
};

/** Looked up once: in Jest's sandbox a global costs more than what it computes. */
const { abs, floor, fround, log2, max } = Math;
const { isFinite: finite, MIN_VALUE } = Number;

/** Floats of all exponents and both signs, denormals, infinities and NaN among them; then as many from -12 to 12. */
const COUNT = 2 ** 17;
const inputs = new Float32Array(2 * COUNT);
const bits = new Uint32Array(inputs.buffer);
for (let i = 0; i < COUNT; i++) {
  bits[i] = i * 32_768 + ((i * 4099) % 32_768);
  inputs[COUNT + i] = (i / COUNT - 0.5) * 24;
}

/** A unit in the last place of the float nearest to y. */
function unit(y: number): number {
  return 2 ** (max(-126, floor(log2(abs(fround(y)) || MIN_VALUE))) - 23);
}

const page = readFileSync(join(__dirname, '../docs/kernels.md'), 'utf8');

it.each(Object.entries(FUNCTIONS))('%s errs by as much as docs/kernels.md says', async (name, [op, exact]) => {
  const documented = Number(new RegExp(`^\\| \`${name}\` \\| ([0-9.]+) \\|`, 'm').exec(page)?.[1]);
  await useSimdBackend();
  const y = tf.tidy(() => op(tf.tensor1d(inputs)).dataSync());
  let worst = 0;
  const different: string[] = [];
  for (let i = 0; i < inputs.length; i++) {
    const x = inputs[i]!;
    const e = exact(x);
    if (finite(fround(e)) && finite(y[i]!)) worst = max(worst, abs(y[i]! - e) / unit(e));
    else if (!Object.is(fround(e), y[i]!)) different.push(`${x}: ${y[i]}, expected ${e}`);
  }
  // NaN and infinities stand where they do in float64.
  expect(different.slice(0, 5)).toEqual([]);
  expect(worst).toBeLessThanOrEqual(documented);
  expect(worst).toBeGreaterThan(documented - 0.1);
});
