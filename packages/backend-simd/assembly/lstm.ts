// LSTM over whole sequences, forward and backward. Gate order i, f, c, o (Keras). Layouts: see recurrent.ts.

import { gateSigmoid, gateTanh } from './gates';
import {
  accumulateOuter, accumulateRows, multiplyPanels, packRowsOf8, scatter, storeLanes, storeRows, tiles,
} from './recurrent';

/** Test access: y = tanh(x) (which 0) or sigmoid(x) (which 1). */
export function activate(x: usize, y: usize, n: i32, which: i32): void {
  for (let i = 0; i < n; i += 4) {
    v128.store(y, which ? gateSigmoid(v128.load(x)) : gateTanh(v128.load(x)));
    x += 16; y += 16;
  }
}

/** The gates of eight units of one step: z panels [gate][8 rows][8]; `at` is the first batch row's place in h and c. */
function lstmGates(
  z: usize, rows: i32, n: i32, state: usize, next: usize, gates: usize, c: usize, h: usize, rowStep: usize, gateStep: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const lanes = n - v;
      const q = z + o;
      const gi = gateSigmoid(v128.load(q)), gf = gateSigmoid(v128.load(q, 256));
      const gg = gateTanh(v128.load(q, 512)), go = gateSigmoid(v128.load(q, 768));
      const cell = f32x4.add(f32x4.mul(gf, v128.load(state + o)), f32x4.mul(gi, gg));
      const out = f32x4.mul(go, gateTanh(cell));
      v128.store(state + o, cell);
      scatter(next + (o << 3), out, lanes);
      const p = gates + o;
      storeLanes(p, gi, lanes);
      storeLanes(p + gateStep, gf, lanes);
      storeLanes(p + 2 * gateStep, gg, lanes);
      storeLanes(p + 3 * gateStep, go, lanes);
      storeLanes(c + o, cell, lanes);
      storeLanes(h + o, out, lanes);
    }
    z += 32;
    state += 32;
    next += 4;
    gates += rowStep << 2;
    c += rowStep;
    h += rowStep;
  }
}

/**
 * Job `chunk` of `jobs` for each direction: groups job, job + jobs, ... of eight batch rows through the whole sequence.
 * x [batch, time, d]; kernel, recurrent, bias packed (`packGatePanels`, four gates), one direction after the other;
 * h, c [batch, time, directions, u], gates [batch, time, directions, 4u]; scratch: `scratchBytes` a chunk, room for
 * `steps` steps of projections. Direction 0 runs from the end when `reversed`, direction 1 the other way.
 */
export function lstmForward(
  chunk: i32, jobs: i32, x: usize, kernel: usize, recurrent: usize, bias: usize, h: usize, c: usize, gates: usize,
  scratch: usize, scratchBytes: i32, steps: i32, batch: i32, time: i32, d: i32, u: i32, directions: i32, reversed: i32,
): void {
  const direction = chunk / jobs;
  const backwards = (direction ^ reversed) & 1;
  const blocks = (u + 7) >> 3;
  const panels = blocks << 2;
  const D = (<usize>d) << 2, U = (<usize>u) << 2;
  kernel += <usize>(direction * panels) * (D << 3);
  recurrent += <usize>(direction * panels) * (U << 3);
  bias += (<usize>(direction * panels)) << 5;
  scratch += <usize>chunk * <usize>scratchBytes;
  const state = scratch;
  const hidden = state + ((<usize>blocks) << 8);
  const hiddenBytes = (<usize>blocks) << 8;
  const inputs = hidden + 2 * hiddenBytes;
  const z = inputs + <usize>steps * (D << 3);
  const zBytes = (<usize>panels) << 8;
  const stepBytes = <usize>directions * U;
  const rowBytes = <usize>time * stepBytes;

  for (let first = 8 * (chunk % jobs); first < batch; first += 8 * jobs) {
    const rows = min(8, batch - first);
    memory.fill(state, 0, hiddenBytes);
    let current = hidden, next = hidden + hiddenBytes;
    for (let s = 0; s < time; s += steps) {
      const count = min(steps, time - s);
      for (let i = 0; i < count; i++) {
        const t = backwards ? time - 1 - s - i : s + i;
        packRowsOf8(inputs + <usize>i * (D << 3), x + <usize>(first * time + t) * D, <usize>time * D, rows, d);
      }
      // The projections of a few steps at once: the kernel passes through the caches once for all of them.
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
        for (let j = 0; j < blocks; j++) {
          const zj = z + <usize>i * zBytes + ((<usize>j) << 10);
          // The first state is zero.
          if (s + i > 0) {
            for (let g = 0; g < 4; g++) {
              const q = zj + ((<usize>g) << 8);
              tiles(rows, current, recurrent + <usize>(4 * j + g) * (U << 3), u, q, 32, q);
            }
          }
          const o = (<usize>j) << 5;
          lstmGates(zj, rows, min(8, u - 8 * j), state + (o << 3), next + (o << 3), gates + (at << 2) + o,
            c + at + o, h + at + o, rowBytes, U);
        }
        const swap = current;
        current = next;
        next = swap;
      }
    }
  }
}

/** The gates' gradients of eight units of one step, into the left ([4u][8 rows]) and the right operand of the products. */
function lstmGatesGrad(
  rows: i32, n: i32, gates: usize, gateStep: usize, h: usize, dy: usize, previousC: usize, previousH: usize,
  rowStep: usize, dyStep: usize, dh: usize, dc: usize, left: usize, right: usize, panelStep: usize, hidden: usize,
): void {
  const one = f32x4.splat(1), zero = f32x4.splat(0), tiny = f32x4.splat(1e-37);
  for (let r = 0; r < rows; r++) {
    for (let v = 0; v < n; v += 4) {
      const o = (<usize>v) << 2;
      const lanes = n - v;
      const p = gates + o;
      const gi = v128.load(p), gf = v128.load(p + gateStep);
      const gg = v128.load(p + 2 * gateStep), go = v128.load(p + 3 * gateStep);
      let out = v128.load(dh + o);
      if (dy) out = f32x4.add(out, v128.load(dy + o));
      const old = previousC ? v128.load(previousC + o) : zero;
      // tanh(c), which the forward pass multiplied by the gate.
      const y = v128.load(h + o);
      const t = f32x4.div(y, f32x4.pmax(go, tiny));
      const cell = f32x4.add(v128.load(dc + o), f32x4.mul(f32x4.mul(out, go), f32x4.sub(one, f32x4.mul(t, t))));
      const di = f32x4.mul(f32x4.mul(cell, gg), f32x4.mul(gi, f32x4.sub(one, gi)));
      const df = f32x4.mul(f32x4.mul(cell, old), f32x4.mul(gf, f32x4.sub(one, gf)));
      const dg = f32x4.mul(f32x4.mul(cell, gi), f32x4.sub(one, f32x4.mul(gg, gg)));
      const dout = f32x4.mul(f32x4.mul(out, y), f32x4.sub(one, go));
      v128.store(dc + o, f32x4.mul(cell, gf));
      const q = right + o;
      v128.store(q, di);
      v128.store(q + panelStep, df);
      v128.store(q + 2 * panelStep, dg);
      v128.store(q + 3 * panelStep, dout);
      const a = left + (o << 3);
      scatter(a, di, lanes);
      scatter(a + (gateStep << 3), df, lanes);
      scatter(a + (gateStep << 4), dg, lanes);
      scatter(a + 3 * (gateStep << 3), dout, lanes);
      v128.store(hidden + o, previousH ? v128.load(previousH + o) : zero);
    }
    gates += rowStep << 2;
    h += rowStep;
    if (previousC) {
      previousC += rowStep;
      previousH += rowStep;
    }
    if (dy) dy += dyStep;
    dh += 32;
    dc += 32;
    left += 4;
    right += 32;
    hidden += 32;
  }
}

/**
 * The gradient of `lstmForward`, of the same jobs. dy like h, or [batch, directions, u] of the last step alone when
 * `lastOnly`. `recurrent` and `kernel` are packed transposed, [block of rows][4u][8]. dx [direction][batch, time, d] or 0.
 * `parts`: `partBytes` a chunk, panels of dRecurrent ([8 blocks][8] each), of dKernel, and of dBias, to be added by
 * `sumPanels`. `scratchBytes` a chunk hold `steps` steps.
 */
export function lstmBackward(
  chunk: i32, jobs: i32, dy: usize, lastOnly: i32, x: usize, kernel: usize, recurrent: usize, h: usize, c: usize,
  gates: usize, dx: usize, parts: usize, partBytes: i32, scratch: usize, scratchBytes: i32, steps: i32, batch: i32,
  time: i32, d: i32, u: i32, directions: i32, reversed: i32,
): void {
  const direction = chunk / jobs;
  const backwards = (direction ^ reversed) & 1;
  const blocks = (u + 7) >> 3, inputBlocks = (d + 7) >> 3;
  const panels = blocks << 2;
  const D = (<usize>d) << 2, U = (<usize>u) << 2;
  const wide = 4 * u;
  const W = U << 2;
  recurrent += <usize>(direction * blocks) * (W << 3);
  kernel += <usize>(direction * inputBlocks) * (W << 3);
  if (dx) dx += <usize>(direction * batch * time) * D;
  const dRecurrent = parts + <usize>chunk * <usize>partBytes;
  const dKernel = dRecurrent + <usize>panels * ((<usize>blocks) << 8);
  const dBias = dKernel + <usize>panels * ((<usize>inputBlocks) << 8);
  memory.fill(dRecurrent, 0, partBytes);

  const reserved = 8 * steps;
  const panelBytes = (<usize>reserved) << 5;
  scratch += <usize>chunk * <usize>scratchBytes;
  const dh = scratch;
  const stateBytes = (<usize>blocks) << 8;
  const dc = dh + stateBytes;
  const square = dc + stateBytes;
  const left = square + 256;
  const right = left + <usize>steps * (W << 3);
  const hidden = right + <usize>panels * panelBytes;
  const inputs = hidden + <usize>blocks * panelBytes;
  const stepBytes = <usize>directions * U;
  const rowBytes = <usize>time * stepBytes;

  for (let first = 8 * (chunk % jobs); first < batch; first += 8 * jobs) {
    const rows = min(8, batch - first);
    memory.fill(dh, 0, 2 * stateBytes);
    // Rows that the batch does not have take part in sums over all rows.
    if (rows < 8) memory.fill(right, 0, <usize>(panels + blocks + inputBlocks) * panelBytes);
    for (let s = time - 1; s >= 0; s -= steps) {
      const count = min(steps, s + 1);
      for (let i = 0; i < count; i++) {
        const step = s - i;
        const t = backwards ? time - 1 - step : step;
        const at = <usize>(first * time + t) * stepBytes + <usize>direction * U;
        const before = at + (backwards ? stepBytes : 0 - stepBytes);
        const leftStep = left + <usize>i * (W << 3);
        const row = (<usize>i) << 8;
        for (let j = 0; j < blocks; j++) {
          const o = (<usize>j) << 5;
          let dyRow: usize = 0;
          if (!lastOnly) dyRow = dy + at + o;
          else if (step == time - 1) dyRow = dy + <usize>first * stepBytes + <usize>direction * U + o;
          lstmGatesGrad(rows, min(8, u - 8 * j), gates + (at << 2) + o, U, h + at + o, dyRow,
            step > 0 ? c + before + o : 0, step > 0 ? h + before + o : 0, rowBytes, lastOnly ? stepBytes : rowBytes,
            dh + (o << 3), dc + (o << 3), leftStep + (o << 3), right + ((<usize>j) << 2) * panelBytes + row, panelBytes,
            hidden + <usize>j * panelBytes + row);
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
          multiplyPanels(rows, leftStep, recurrent, wide, blocks, dh);
        }
      }
      const k = 8 * count;
      for (let p = 0; p < panels; p++) {
        const b = right + <usize>p * panelBytes;
        accumulateOuter(hidden, reserved, u, b, k, dRecurrent + <usize>p * ((<usize>blocks) << 8));
        accumulateOuter(inputs, reserved, d, b, k, dKernel + <usize>p * ((<usize>inputBlocks) << 8));
        accumulateRows(b, k, dBias + ((<usize>p) << 5));
      }
      if (!dx) continue;
      for (let j = 0; j < inputBlocks; j++) {
        for (let i = 0; i < count; i++) {
          const t = backwards ? time - 1 - s + i : s - i;
          tiles(rows, left + <usize>i * (W << 3), kernel + <usize>j * (W << 3), wide, 0, 0, square);
          storeRows(square, dx + <usize>(first * time + t) * D + ((<usize>j) << 5), <usize>time * D, rows,
            min(8, d - 8 * j));
        }
      }
    }
  }
}
