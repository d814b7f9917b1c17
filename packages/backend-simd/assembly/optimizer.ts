// One step of an optimizer over one variable. Results may lie where the state lies: every address is read before it is written.

/**
 * Part `chunk` of a step of Adam, or of AdamW: w = keep w - rate m / (sqrt(v) + epsilon) with new m and v. `rate` is the
 * bias-corrected one; `keep` is 1, or 1 - learning rate * decay. The last part may write up to twelve bytes beyond the
 * end, into a block's own padding.
 */
export function adamStep(
  chunk: i32, w: usize, m: usize, v: usize, g: usize, newW: usize, newM: usize, newV: usize, n: i32, part: i32,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, rest1: f32, rest2: f32, keep: f32,
): void {
  const first = chunk * part;
  const o = (<usize>first) << 2;
  w += o; m += o; v += o; g += o; newW += o; newM += o; newV += o;
  const rates = f32x4.splat(rate), eps = f32x4.splat(epsilon), kept = f32x4.splat(keep);
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2), r1 = f32x4.splat(rest1), r2 = f32x4.splat(rest2);
  for (let i = min(part, n - first); i > 0; i -= 4) {
    const gradient = v128.load(g);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m)), f32x4.mul(r1, gradient));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v)), f32x4.mul(r2, f32x4.mul(gradient, gradient)));
    const change = f32x4.div(f32x4.mul(rates, mean), f32x4.add(f32x4.sqrt(square), eps));
    v128.store(newM, mean);
    v128.store(newV, square);
    v128.store(newW, f32x4.sub(f32x4.mul(kept, v128.load(w)), change));
    w += 16; m += 16; v += 16; g += 16; newW += 16; newM += 16; newV += 16;
  }
}
