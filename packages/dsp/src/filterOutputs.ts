import type { OutputPlan } from './outputPlan';

// Sums are rounded to float32 at each tap and in resampy's order: from the output's time back, then from it on. Each is then a
// chain of operations that wait for one another (13 cycles a tap), so four outputs go side by side; they share each weight
// read. A group's last output is repeated to make up four. `| 0` keeps indices whole numbers without a check for overflow.

/** Computes the outputs order[from] to order[to - 1] by one filter: half its weights go back in time, half forward. */
export function filterOutputs(
  { centers, order }: OutputPlan,
  from: number,
  to: number,
  weights: Float64Array,
  padded: Float64Array,
  output: Float32Array,
): void {
  const { fround, min } = Math;
  const taps = weights.length >> 1;
  const last = to - 1;
  for (let at = from; at < to; at += 4) {
    const t0 = order[at]!;
    const t1 = order[min(at + 1, last)]!;
    const t2 = order[min(at + 2, last)]!;
    const t3 = order[min(at + 3, last)]!;
    const x0 = centers[t0]!;
    const x1 = centers[t1]!;
    const x2 = centers[t2]!;
    const x3 = centers[t3]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < taps; i = (i + 1) | 0) {
      const w = weights[i]!;
      s0 = fround(s0 + w * padded[(x0 - i) | 0]!);
      s1 = fround(s1 + w * padded[(x1 - i) | 0]!);
      s2 = fround(s2 + w * padded[(x2 - i) | 0]!);
      s3 = fround(s3 + w * padded[(x3 - i) | 0]!);
    }
    for (let i = 1; i <= taps; i = (i + 1) | 0) {
      const w = weights[(taps + i - 1) | 0]!;
      s0 = fround(s0 + w * padded[(x0 + i) | 0]!);
      s1 = fround(s1 + w * padded[(x1 + i) | 0]!);
      s2 = fround(s2 + w * padded[(x2 + i) | 0]!);
      s3 = fround(s3 + w * padded[(x3 + i) | 0]!);
    }
    output[t0] = s0;
    output[t1] = s1;
    output[t2] = s2;
    output[t3] = s3;
  }
}

/** The same by the filter base + eta * slope, where each output has its own eta. */
export function filterOutputsByEta(
  { centers, order, etas }: OutputPlan,
  from: number,
  to: number,
  base: Float64Array,
  slope: Float64Array,
  padded: Float64Array,
  output: Float32Array,
): void {
  const { fround, min } = Math;
  const taps = base.length >> 1;
  const last = to - 1;
  for (let at = from; at < to; at += 4) {
    const t0 = order[at]!;
    const t1 = order[min(at + 1, last)]!;
    const t2 = order[min(at + 2, last)]!;
    const t3 = order[min(at + 3, last)]!;
    const x0 = centers[t0]!;
    const x1 = centers[t1]!;
    const x2 = centers[t2]!;
    const x3 = centers[t3]!;
    const e0 = etas[t0]!;
    const e1 = etas[t1]!;
    const e2 = etas[t2]!;
    const e3 = etas[t3]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < taps; i = (i + 1) | 0) {
      const w = base[i]!;
      const d = slope[i]!;
      s0 = fround(s0 + (w + e0 * d) * padded[(x0 - i) | 0]!);
      s1 = fround(s1 + (w + e1 * d) * padded[(x1 - i) | 0]!);
      s2 = fround(s2 + (w + e2 * d) * padded[(x2 - i) | 0]!);
      s3 = fround(s3 + (w + e3 * d) * padded[(x3 - i) | 0]!);
    }
    for (let i = 1; i <= taps; i = (i + 1) | 0) {
      const w = base[(taps + i - 1) | 0]!;
      const d = slope[(taps + i - 1) | 0]!;
      s0 = fround(s0 + (w + e0 * d) * padded[(x0 + i) | 0]!);
      s1 = fround(s1 + (w + e1 * d) * padded[(x1 + i) | 0]!);
      s2 = fround(s2 + (w + e2 * d) * padded[(x2 + i) | 0]!);
      s3 = fround(s3 + (w + e3 * d) * padded[(x3 + i) | 0]!);
    }
    output[t0] = s0;
    output[t1] = s1;
    output[t2] = s2;
    output[t3] = s3;
  }
}
