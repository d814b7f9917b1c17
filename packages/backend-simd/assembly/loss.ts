// Losses with their gradients in one pass.

import { exp4 } from './math';

/** log(x) of a positive, finite x: exponent, and the series of the inverse hyperbolic tangent in float64. */
function logOf(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p: f64 = 1.0 / 15;
  p = p * z + 1.0 / 13;
  p = p * z + 1.0 / 11;
  p = p * z + 1.0 / 9;
  p = p * z + 1.0 / 7;
  p = p * z + 1.0 / 5;
  p = p * z + 1.0 / 3;
  p = p * z + 1;
  return 2 * s * p + <f64>exponent * 0.6931471805599453;
}

/**
 * Rows chunk * part ... of: loss[r] = -sum over c of y[c] weight[c] log softmax(z[r])[c], and its gradient by z[r].
 * y is a row of `targets` [rows][classes], or one-hot at `indices`[r] when that is not 0; `weights` is 0 for none.
 */
export function softmaxCrossEntropy(
  chunk: i32, z: usize, targets: usize, indices: usize, weights: usize, loss: usize, gradient: usize, rows: i32,
  classes: i32, part: i32,
): void {
  const width = (<usize>classes) << 2;
  const last = min(rows, (chunk + 1) * part);
  const whole = classes & ~3;
  for (let r = chunk * part; r < last; r++) {
    const row = z + <usize>r * width;
    const out = gradient + <usize>r * width;
    let largest = load<f32>(row);
    for (let c = 1; c < classes; c++) largest = max(largest, load<f32>(row + ((<usize>c) << 2)));
    const top = f32x4.splat(largest);
    let sums = f32x4.splat(0);
    for (let c = 0; c < whole; c += 4) {
      const o = (<usize>c) << 2;
      const e = exp4(f32x4.sub(v128.load(row + o), top));
      v128.store(out + o, e);
      sums = f32x4.add(sums, e);
    }
    let sum = (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    for (let c = whole; c < classes; c++) {
      const o = (<usize>c) << 2;
      const e = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(row + o) - largest)), 0);
      store<f32>(out + o, e);
      sum += e;
    }
    const logSum = sum == sum ? logOf(<f64>sum) : <f64>sum;
    // The largest term is 1, so the sum is at least 1, or NaN.
    let total: f64 = 0;
    let mass: f32 = 0;
    if (indices) {
      const c = load<i32>(indices + ((<usize>r) << 2));
      mass = weights ? load<f32>(weights + ((<usize>c) << 2)) : 1;
      total = <f64>mass * (logSum - <f64>(load<f32>(row + ((<usize>c) << 2)) - largest));
      const scale = mass / sum;
      for (let i = 0; i < classes; i++) {
        const o = out + ((<usize>i) << 2);
        store<f32>(o, load<f32>(o) * scale - (i == c ? mass : 0));
      }
    } else {
      const target = targets + <usize>r * width;
      for (let i = 0; i < classes; i++) {
        const o = (<usize>i) << 2;
        let y = load<f32>(target + o);
        if (weights) y *= load<f32>(weights + o);
        mass += y;
        // 0 times the logarithm of a probability of 0 is 0.
        if (y != 0) total += <f64>y * (logSum - <f64>(load<f32>(row + o) - largest));
      }
      const scale = mass / sum;
      for (let i = 0; i < classes; i++) {
        const o = (<usize>i) << 2;
        let y = load<f32>(target + o);
        if (weights) y *= load<f32>(weights + o);
        store<f32>(out + o, load<f32>(out + o) * scale - y);
      }
    }
    store<f32>(loss + ((<usize>r) << 2), <f32>total);
  }
}
