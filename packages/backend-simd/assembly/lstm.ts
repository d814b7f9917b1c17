// The LSTM's gates, one time step of the whole batch. Gate order i, f, c, o (Keras).

import { sigmoid4, tanh4 } from './math';

/** Test access: y = tanh(x) (which 0) or sigmoid(x) (which 1). */
export function activate(x: usize, y: usize, n: i32, which: i32): void {
  for (let i = 0; i < n; i += 4) {
    v128.store(y, which ? sigmoid4(v128.load(x)) : tanh4(v128.load(x)));
    x += 16; y += 16;
  }
}

// @ts-ignore: decorator
@inline
function lane(x: usize): v128 { return v128.load32_zero(x); }

/**
 * gates[b] = activations(gates[b] + z[b]); c[b] = f c' + i g; h[b] = o tanh(c). Steps are in floats from one batch row
 * to the next; `z` and `previous` (c of the step before) are 0 at the first step.
 */
export function lstmStep(
  gates: usize, gatesStep: i32, z: usize, previous: usize, c: usize, h: usize, step: i32, batch: i32, u: i32,
): void {
  const U = <usize>u << 2;
  const zero = f32x4.splat(0);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < u; ) {
      const o = <usize>i << 2;
      const whole = u - i >= 4;
      let gi: v128, gf: v128, gg: v128, go: v128, old = zero;
      const p = gates + o;
      if (whole) {
        gi = v128.load(p); gf = v128.load(p + U); gg = v128.load(p + 2 * U); go = v128.load(p + 3 * U);
        if (z) {
          const q = z + o;
          gi = f32x4.add(gi, v128.load(q)); gf = f32x4.add(gf, v128.load(q + U));
          gg = f32x4.add(gg, v128.load(q + 2 * U)); go = f32x4.add(go, v128.load(q + 3 * U));
        }
        if (previous) old = v128.load(previous + o);
      } else {
        gi = lane(p); gf = lane(p + U); gg = lane(p + 2 * U); go = lane(p + 3 * U);
        if (z) {
          const q = z + o;
          gi = f32x4.add(gi, lane(q)); gf = f32x4.add(gf, lane(q + U));
          gg = f32x4.add(gg, lane(q + 2 * U)); go = f32x4.add(go, lane(q + 3 * U));
        }
        if (previous) old = lane(previous + o);
      }
      gi = sigmoid4(gi); gf = sigmoid4(gf); gg = tanh4(gg); go = sigmoid4(go);
      const cell = f32x4.add(f32x4.mul(gf, old), f32x4.mul(gi, gg));
      const out = f32x4.mul(go, tanh4(cell));
      if (whole) {
        v128.store(p, gi); v128.store(p + U, gf); v128.store(p + 2 * U, gg); v128.store(p + 3 * U, go);
        v128.store(c + o, cell); v128.store(h + o, out);
        i += 4;
      } else {
        v128.store32_lane(p, gi, 0); v128.store32_lane(p + U, gf, 0);
        v128.store32_lane(p + 2 * U, gg, 0); v128.store32_lane(p + 3 * U, go, 0);
        v128.store32_lane(c + o, cell, 0); v128.store32_lane(h + o, out, 0);
        i += 1;
      }
    }
    gates += <usize>gatesStep << 2;
    if (z) z += 4 * U;
    if (previous) previous += <usize>step << 2;
    c += <usize>step << 2;
    h += <usize>step << 2;
  }
}

/**
 * One step of the gradient: from dh = dy + dhNext and dcNext to the gates' gradient dz (strided like the gates) and the
 * new dcNext (in place). `previous` is c of the step before, 0 at the first step.
 */
export function lstmStepGrad(
  gates: usize, dz: usize, gatesStep: i32, dy: usize, c: usize, previous: usize, step: i32,
  dhNext: usize, dcNext: usize, batch: i32, u: i32,
): void {
  const U = <usize>u << 2;
  const one = f32x4.splat(1);
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < u; ) {
      const o = <usize>i << 2;
      const whole = u - i >= 4;
      const p = gates + o, q = dz + o;
      let gi: v128, gf: v128, gg: v128, go: v128, cell: v128, dh: v128, dc: v128, old = f32x4.splat(0);
      if (whole) {
        gi = v128.load(p); gf = v128.load(p + U); gg = v128.load(p + 2 * U); go = v128.load(p + 3 * U);
        cell = v128.load(c + o);
        dh = f32x4.add(v128.load(dy + o), v128.load(dhNext + o));
        dc = v128.load(dcNext + o);
        if (previous) old = v128.load(previous + o);
      } else {
        gi = lane(p); gf = lane(p + U); gg = lane(p + 2 * U); go = lane(p + 3 * U);
        cell = lane(c + o);
        dh = f32x4.add(lane(dy + o), lane(dhNext + o));
        dc = lane(dcNext + o);
        if (previous) old = lane(previous + o);
      }
      const t = tanh4(cell);
      dc = f32x4.add(dc, f32x4.mul(f32x4.mul(dh, go), f32x4.sub(one, f32x4.mul(t, t))));
      const di = f32x4.mul(f32x4.mul(dc, gg), f32x4.mul(gi, f32x4.sub(one, gi)));
      const df = f32x4.mul(f32x4.mul(dc, old), f32x4.mul(gf, f32x4.sub(one, gf)));
      const dg = f32x4.mul(f32x4.mul(dc, gi), f32x4.sub(one, f32x4.mul(gg, gg)));
      const dout = f32x4.mul(f32x4.mul(dh, t), f32x4.mul(go, f32x4.sub(one, go)));
      dc = f32x4.mul(dc, gf);
      if (whole) {
        v128.store(q, di); v128.store(q + U, df); v128.store(q + 2 * U, dg); v128.store(q + 3 * U, dout);
        v128.store(dcNext + o, dc);
        i += 4;
      } else {
        v128.store32_lane(q, di, 0); v128.store32_lane(q + U, df, 0);
        v128.store32_lane(q + 2 * U, dg, 0); v128.store32_lane(q + 3 * U, dout, 0);
        v128.store32_lane(dcNext + o, dc, 0);
        i += 1;
      }
    }
    gates += <usize>gatesStep << 2;
    dz += <usize>gatesStep << 2;
    dy += <usize>step << 2;
    c += <usize>step << 2;
    if (previous) previous += <usize>step << 2;
    dhNext += U;
    dcNext += U;
  }
}
