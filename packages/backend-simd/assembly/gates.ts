// The activations of recurrent gates, four at a time: one rational function for both, without exp's range reduction and
// without the branches that keep tiny results precise. Errors are absolute, a few units of 1e-7 (docs/kernels.md).

import { madd } from './madd';

const GATE = memory.data<f32>([
  // Beyond it tanh is 1 in float32.
  -7.90531110763549805, 7.90531110763549805,
  // Eigen's rational approximation: odd numerator from x^13 down, even denominator from x^6 down.
  -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5,
  6.37261928875436e-4, 4.89352455891786e-3,
  1.19825839466702e-6, 1.18534705686654e-4, 2.26843463243900e-3, 4.89352518554385e-3,
  0.5,
]);

// @ts-ignore: decorator
@inline
function constant(i: usize): v128 {
  return v128.load32_splat(GATE + (i << 2));
}

/** tanh(x); NaN stays. */
// @ts-ignore: decorator
@inline
export function gateTanh(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, constant(0)), constant(1));
  const z = f32x4.mul(x, x);
  let p = madd(constant(2), z, constant(3));
  p = madd(p, z, constant(4));
  p = madd(p, z, constant(5));
  p = madd(p, z, constant(6));
  p = madd(p, z, constant(7));
  p = madd(p, z, constant(8));
  let q = madd(constant(9), z, constant(10));
  q = madd(q, z, constant(11));
  q = madd(q, z, constant(12));
  return f32x4.div(f32x4.mul(p, x), q);
}

/** 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2. */
// @ts-ignore: decorator
@inline
export function gateSigmoid(x: v128): v128 {
  const half = constant(13);
  return madd(gateTanh(f32x4.mul(x, half)), half, half);
}
