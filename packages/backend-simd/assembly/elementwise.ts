// Waits for its own file.

/** One pass of Adam as Keras writes it; `rate` is the bias-corrected one. */
export function adam(
  w: usize, m: usize, v: usize, g: usize, w2: usize, m2: usize, v2: usize, n: i32, rate: f32, b1: f32, b2: f32, eps: f32,
  c1: f32, c2: f32,
): void {
  const rates = f32x4.splat(rate), e = f32x4.splat(eps);
  const B1 = f32x4.splat(b1), B2 = f32x4.splat(b2), C1 = f32x4.splat(c1), C2 = f32x4.splat(c2);
  for (let i = 0; i < n; i += 4) {
    const grad = v128.load(g);
    const mm = f32x4.add(f32x4.mul(B1, v128.load(m)), f32x4.mul(C1, grad));
    const vv = f32x4.add(f32x4.mul(B2, v128.load(v)), f32x4.mul(C2, f32x4.mul(grad, grad)));
    v128.store(m2, mm);
    v128.store(v2, vv);
    v128.store(w2, f32x4.sub(v128.load(w), f32x4.div(f32x4.mul(rates, mm), f32x4.add(f32x4.sqrt(vv), e))));
    w += 16; m += 16; v += 16; g += 16; w2 += 16; m2 += 16; v2 += 16;
  }
}
