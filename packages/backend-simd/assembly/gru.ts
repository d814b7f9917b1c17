// GRU over whole sequences, forward and backward. Gate order z, r, h (Keras). Layouts: see recurrent.ts.
// `after` (Keras' reset_after): h' = tanh(x + r (h R + b)); otherwise h' = tanh(x + (r h) R).

import { gateSigmoid, gateTanh } from './gates';
import {
  accumulateOuter, accumulateRows, packRowsOf8, scatter, storeLanes, storeRows, tiles,
} from './recurrent';

/** Eight units of one step with reset_after: z and q are panels [gate][8 rows][8] of the input and of the state. */
function gatesAfter(
  z: usize, q: usize, rows: i32, n: i32, state: usize, next: usize, gates: usize, gatesRow: usize, h: usize, rowStep: usize,
  gateStep: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const lanes = n - v;
      const gz = gateSigmoid(f32x4.add(v128.load(z + o), v128.load(q + o)));
      const gr = gateSigmoid(f32x4.add(v128.load(z + o, 256), v128.load(q + o, 256)));
      const inner = v128.load(q + o, 512);
      const gh = gateTanh(f32x4.add(v128.load(z + o, 512), f32x4.mul(gr, inner)));
      const out = f32x4.add(gh, f32x4.mul(gz, f32x4.sub(v128.load(state + o), gh)));
      v128.store(state + o, out);
      scatter(next + (o << 3), out, lanes);
      const p = gates + o;
      storeLanes(p, gz, lanes);
      storeLanes(p + gateStep, gr, lanes);
      storeLanes(p + 2 * gateStep, gh, lanes);
      storeLanes(p + 3 * gateStep, inner, lanes);
      storeLanes(h + o, out, lanes);
    }
    z += 32; q += 32; state += 32; next += 4;
    gates += gatesRow;
    h += rowStep;
  }
}

/** z, r and r h of eight units, without reset_after. */
function resetBefore(
  z: usize, rows: i32, n: i32, state: usize, next: usize, gates: usize, gatesRow: usize, gateStep: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const lanes = n - v;
      const gz = gateSigmoid(v128.load(z + o)), gr = gateSigmoid(v128.load(z + o, 256));
      v128.store(z + o, gz);
      scatter(next + (o << 3), f32x4.mul(gr, v128.load(state + o)), lanes);
      storeLanes(gates + o, gz, lanes);
      storeLanes(gates + o + gateStep, gr, lanes);
    }
    z += 32; state += 32; next += 4;
    gates += gatesRow;
  }
}

/** The new state of eight units, without reset_after; panel 0 of z holds the gate z by now. */
function stateBefore(
  z: usize, rows: i32, n: i32, state: usize, next: usize, gates: usize, gatesRow: usize, h: usize, rowStep: usize,
  gateStep: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const lanes = n - v;
      const gh = gateTanh(v128.load(z + o, 512));
      const out = f32x4.add(gh, f32x4.mul(v128.load(z + o), f32x4.sub(v128.load(state + o), gh)));
      v128.store(state + o, out);
      scatter(next + (o << 3), out, lanes);
      storeLanes(gates + o + 2 * gateStep, gh, lanes);
      storeLanes(h + o, out, lanes);
    }
    z += 32; state += 32; next += 4;
    gates += gatesRow;
    h += rowStep;
  }
}

/**
 * Like `lstmForward`, with three gates. `inner` is the packed second row of a bias with reset_after, otherwise 0; then
 * gates are [batch, time, directions, 4u]: z, r, h', h R + b; otherwise [.., 3u]: z, r, h'.
 */
export function gruForward(
  chunk: i32, jobs: i32, x: usize, kernel: usize, recurrent: usize, bias: usize, inner: usize, h: usize, gates: usize,
  scratch: usize, scratchBytes: i32, steps: i32, batch: i32, time: i32, d: i32, u: i32, directions: i32, reversed: i32,
): void {
  const direction = chunk / jobs;
  const backwards = (direction ^ reversed) & 1;
  const after = inner != 0;
  const blocks = (u + 7) >> 3;
  const panels = 3 * blocks;
  const D = (<usize>d) << 2, U = (<usize>u) << 2;
  kernel += <usize>(direction * panels) * (D << 3);
  recurrent += <usize>(direction * panels) * (U << 3);
  bias += (<usize>(direction * panels)) << 5;
  if (after) inner += (<usize>(direction * panels)) << 5;
  scratch += <usize>chunk * <usize>scratchBytes;
  const stateBytes = (<usize>blocks) << 8;
  const state = scratch;
  const hidden = state + stateBytes;
  const reset = hidden + 2 * stateBytes;
  const q = reset + stateBytes;
  const inputs = q + 768;
  const z = inputs + <usize>steps * (D << 3);
  const zBytes = (<usize>panels) << 8;
  const stepBytes = <usize>directions * U;
  const rowBytes = <usize>time * stepBytes;
  const saved: usize = after ? 4 : 3;

  for (let first = 8 * (chunk % jobs); first < batch; first += 8 * jobs) {
    const rows = min(8, batch - first);
    memory.fill(state, 0, stateBytes);
    let current = hidden, next = hidden + stateBytes;
    for (let s = 0; s < time; s += steps) {
      const count = min(steps, time - s);
      for (let i = 0; i < count; i++) {
        const t = backwards ? time - 1 - s - i : s + i;
        packRowsOf8(inputs + <usize>i * (D << 3), x + <usize>(first * time + t) * D, <usize>time * D, rows, d);
      }
      for (let p = 0; p < panels; p++) {
        const b = kernel + <usize>p * (D << 3);
        for (let i = 0; i < count; i++) {
          tiles(rows, inputs + <usize>i * (D << 3), b, d, bias + ((<usize>p) << 5), 0,
            z + <usize>i * zBytes + ((<usize>p) << 8));
        }
      }
      for (let i = 0; i < count; i++) {
        const t = backwards ? time - 1 - s - i : s + i;
        const at = <usize>(first * time + t) * stepBytes + <usize>direction * U;
        const zi = z + <usize>i * zBytes;
        // The first state is zero.
        const k = s + i > 0 ? u : 0;
        if (after) {
          for (let j = 0; j < blocks; j++) {
            for (let g = 0; g < 3; g++) {
              const p = <usize>(3 * j + g);
              tiles(rows, current, recurrent + p * (U << 3), k, inner + (p << 5), 0, q + ((<usize>g) << 8));
            }
            const o = (<usize>j) << 5;
            gatesAfter(zi + 24 * o, q, rows, min(8, u - 8 * j), state + (o << 3), next + (o << 3),
              gates + at * saved + o, rowBytes * saved, h + at + o, rowBytes, U);
          }
        } else {
          for (let j = 0; j < blocks; j++) {
            const o = (<usize>j) << 5;
            const zj = zi + 24 * o;
            if (k > 0) {
              const b = recurrent + <usize>(3 * j) * (U << 3);
              tiles(rows, current, b, k, zj, 32, zj);
              tiles(rows, current, b + (U << 3), k, zj + 256, 32, zj + 256);
            }
            resetBefore(zj, rows, min(8, u - 8 * j), state + (o << 3), reset + (o << 3), gates + at * saved + o,
              rowBytes * saved, U);
          }
          for (let j = 0; j < blocks; j++) {
            const o = (<usize>j) << 5;
            const zj = zi + 24 * o;
            if (k > 0) {
              tiles(rows, reset, recurrent + <usize>(3 * j + 2) * (U << 3), k, zj + 512, 32, zj + 512);
            }
            stateBefore(zj, rows, min(8, u - 8 * j), state + (o << 3), next + (o << 3), gates + at * saved + o,
              rowBytes * saved, h + at + o, rowBytes, U);
          }
        }
        const swap = current;
        current = next;
        next = swap;
      }
    }
  }
}

/**
 * The gates' gradients of eight units of one step: of z and h' (and, with reset_after, of r and of h R + b) into both
 * operands of the products; dh becomes the part of the state's gradient that passes by the gates.
 */
function gatesGrad(
  after: bool, rows: i32, n: i32, gates: usize, gatesRow: usize, gateStep: usize, previous: usize, dy: usize, rowStep: usize,
  dyStep: usize, dh: usize, left: usize, right: usize, panelStep: usize, hidden: usize,
): void {
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const lanes = n - v;
      const p = gates + o;
      const gz = v128.load(p), gr = v128.load(p + gateStep), gh = v128.load(p + 2 * gateStep);
      let out = v128.load(dh + o);
      if (dy) out = f32x4.add(out, v128.load(dy + o));
      const old = previous ? v128.load(previous + o) : zero;
      const da = f32x4.mul(f32x4.mul(out, f32x4.sub(one, gz)), f32x4.sub(one, f32x4.mul(gh, gh)));
      const dz = f32x4.mul(f32x4.mul(out, f32x4.sub(old, gh)), f32x4.mul(gz, f32x4.sub(one, gz)));
      v128.store(dh + o, f32x4.mul(out, gz));
      v128.store(hidden + o, old);
      const q = right + o;
      const a = left + (o << 3);
      v128.store(q, dz);
      scatter(a, dz, lanes);
      if (after) {
        const dr = f32x4.mul(f32x4.mul(da, v128.load(p + 3 * gateStep)), f32x4.mul(gr, f32x4.sub(one, gr)));
        const dq = f32x4.mul(da, gr);
        v128.store(q + panelStep, dr);
        v128.store(q + 2 * panelStep, dq);
        v128.store(q + 3 * panelStep, da);
        scatter(a + (gateStep << 3), dr, lanes);
        scatter(a + (gateStep << 4), dq, lanes);
        scatter(a + 3 * (gateStep << 3), da, lanes);
      } else {
        v128.store(q + 2 * panelStep, da);
        scatter(a + (gateStep << 4), da, lanes);
      }
    }
    gates += gatesRow;
    if (previous) previous += rowStep;
    if (dy) dy += dyStep;
    dh += 32; left += 4; right += 32; hidden += 32;
  }
}

/** Without reset_after, once the gradient of r h is known (`product`): that of r, its part in dh, and r h itself. */
function resetGrad(
  rows: i32, n: i32, gates: usize, gatesRow: usize, gateStep: usize, product: usize, dh: usize, left: usize, right: usize,
  panelStep: usize, hidden: usize, reset: usize,
): void {
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const gr = v128.load(gates + gateStep + o);
      const old = v128.load(hidden + o), back = v128.load(product + o);
      const dr = f32x4.mul(f32x4.mul(back, old), f32x4.mul(gr, f32x4.sub(one, gr)));
      v128.store(right + panelStep + o, dr);
      scatter(left + (gateStep << 3) + (o << 3), dr, n - v);
      v128.store(dh + o, f32x4.add(v128.load(dh + o), f32x4.mul(back, gr)));
      v128.store(reset + o, f32x4.mul(gr, old));
    }
    gates += gatesRow;
    product += 32; dh += 32; left += 4; right += 32; hidden += 32; reset += 32;
  }
}

/**
 * The gradient of `gruForward`, of the same jobs; arguments and parts as of `lstmBackward`. `recurrent` and `kernel` are
 * packed transposed, [block of rows][3u][8]. Parts: panels [block][3 gates] of dRecurrent, of dKernel, of the bias, and
 * with reset_after of the bias' second row.
 */
export function gruBackward(
  chunk: i32, jobs: i32, after: i32, dy: usize, lastOnly: i32, x: usize, kernel: usize, recurrent: usize, h: usize,
  gates: usize, dx: usize, parts: usize, partBytes: i32, scratch: usize, scratchBytes: i32, steps: i32, batch: i32,
  time: i32, d: i32, u: i32, directions: i32, reversed: i32,
): void {
  const direction = chunk / jobs;
  const backwards = (direction ^ reversed) & 1;
  const blocks = (u + 7) >> 3, inputBlocks = (d + 7) >> 3;
  const panels = 3 * blocks;
  const saved = after ? 4 : 3;
  const D = (<usize>d) << 2, U = (<usize>u) << 2;
  // Bytes of one block of transposed weights, and of one step of the left operand: z, r, h' or, with reset_after, z, r,
  // h R + b, x.
  const weightBytes = 3 * (U << 3);
  const leftBytes = <usize>saved * (U << 3);
  recurrent += <usize>(direction * blocks) * weightBytes;
  kernel += <usize>(direction * inputBlocks) * weightBytes;
  if (dx) dx += <usize>(direction * batch * time) * D;
  const dRecurrent = parts + <usize>chunk * <usize>partBytes;
  const dKernel = dRecurrent + <usize>panels * ((<usize>blocks) << 8);
  const dBias = dKernel + <usize>panels * ((<usize>inputBlocks) << 8);
  const dInner = dBias + ((<usize>panels) << 5);
  memory.fill(dRecurrent, 0, partBytes);

  const reserved = 8 * steps;
  const panelBytes = (<usize>reserved) << 5;
  scratch += <usize>chunk * <usize>scratchBytes;
  const stateBytes = (<usize>blocks) << 8;
  const dh = scratch;
  const product = dh + stateBytes;
  const square = product + stateBytes;
  const left = square + 256;
  const right = left + <usize>steps * leftBytes;
  const hidden = right + <usize>(saved * blocks) * panelBytes;
  const reset = hidden + <usize>blocks * panelBytes;
  const inputs = reset + <usize>blocks * panelBytes;
  const stepBytes = <usize>directions * U;
  const rowBytes = <usize>time * stepBytes;

  for (let first = 8 * (chunk % jobs); first < batch; first += 8 * jobs) {
    const rows = min(8, batch - first);
    memory.fill(dh, 0, 2 * stateBytes);
    // Rows that the batch does not have take part in sums over all rows.
    if (rows < 8) memory.fill(right, 0, <usize>((saved + 2) * blocks + inputBlocks) * panelBytes);
    for (let s = time - 1; s >= 0; s -= steps) {
      const count = min(steps, s + 1);
      for (let i = 0; i < count; i++) {
        const step = s - i;
        const t = backwards ? time - 1 - step : step;
        const at = <usize>(first * time + t) * stepBytes + <usize>direction * U;
        const before = at + (backwards ? stepBytes : 0 - stepBytes);
        const leftStep = left + <usize>i * leftBytes;
        const row = (<usize>i) << 8;
        const gatesAt = gates + at * <usize>saved;
        const gatesRow = rowBytes * <usize>saved;
        for (let j = 0; j < blocks; j++) {
          const o = (<usize>j) << 5;
          let dyRow: usize = 0;
          if (!lastOnly) dyRow = dy + at + o;
          else if (step == time - 1) dyRow = dy + <usize>first * stepBytes + <usize>direction * U + o;
          gatesGrad(after != 0, rows, min(8, u - 8 * j), gatesAt + o, gatesRow, U, step > 0 ? h + before + o : 0, dyRow,
            rowBytes, lastOnly ? stepBytes : rowBytes, dh + (o << 3), leftStep + (o << 3),
            right + <usize>(saved * j) * panelBytes + row, panelBytes, hidden + <usize>j * panelBytes + row);
        }
        if (!after) {
          for (let j = 0; j < blocks; j++) {
            const o = (<usize>j) << 5;
            const b = recurrent + <usize>j * weightBytes + 2 * (U << 3);
            if (step > 0) tiles(rows, leftStep + 2 * (U << 3), b, u, 0, 0, product + (o << 3));
            else memory.fill(product + (o << 3), 0, 256);
          }
          for (let j = 0; j < blocks; j++) {
            const o = (<usize>j) << 5;
            resetGrad(rows, min(8, u - 8 * j), gatesAt + o, gatesRow, U, product + (o << 3), dh + (o << 3),
              leftStep + (o << 3), right + <usize>(saved * j) * panelBytes + row, panelBytes,
              hidden + <usize>j * panelBytes + row, reset + <usize>j * panelBytes + row);
          }
        }
        for (let j = 0; j < inputBlocks; j++) {
          let p = x + <usize>(first * time + t) * D + ((<usize>j) << 5);
          let q = inputs + <usize>j * panelBytes + row;
          for (let r = 0; r < rows; r++) {
            v128.store(q, v128.load(p));
            v128.store(q, v128.load(p, 16), 16);
            p += <usize>time * D;
            q += 32;
          }
        }
        if (step > 0) {
          for (let j = 0; j < blocks; j++) {
            const c = dh + ((<usize>j) << 8);
            tiles(rows, leftStep, recurrent + <usize>j * weightBytes, after ? 3 * u : 2 * u, c, 32, c);
          }
        }
      }
      const k = 8 * count;
      for (let p = 0; p < panels; p++) {
        const j = p / 3, g = p % 3;
        const b = right + <usize>(saved * j + g) * panelBytes;
        // With reset_after the inputs meet the gradient of x, the states that of h R + b.
        const bx = after && g == 2 ? b + panelBytes : b;
        accumulateOuter(!after && g == 2 ? reset : hidden, reserved, u, b, k, dRecurrent + <usize>p * ((<usize>blocks) << 8));
        accumulateOuter(inputs, reserved, d, bx, k, dKernel + <usize>p * ((<usize>inputBlocks) << 8));
        accumulateRows(bx, k, dBias + ((<usize>p) << 5));
        if (after) accumulateRows(b, k, dInner + ((<usize>p) << 5));
      }
      if (!dx) continue;
      for (let j = 0; j < inputBlocks; j++) {
        const b = kernel + <usize>j * weightBytes;
        for (let i = 0; i < count; i++) {
          const t = backwards ? time - 1 - s + i : s - i;
          const a = left + <usize>i * leftBytes;
          tiles(rows, a, b, after ? 2 * u : 3 * u, 0, 0, square);
          if (after) tiles(rows, a + 3 * (U << 3), b + 2 * (U << 3), u, square, 32, square);
          storeRows(square, dx + <usize>(first * time + t) * D + ((<usize>j) << 5), <usize>time * D, rows,
            min(8, d - 8 * j));
        }
      }
    }
  }
}
