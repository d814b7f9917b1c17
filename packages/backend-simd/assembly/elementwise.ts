// Element-wise kernels. Loops run in whole vectors: heap blocks are multiples of 64 bytes, so the last vector may spill
// into a block's own padding.

export function relu(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    v128.store(y, f32x4.max(v128.load(x), f32x4.splat(0)));
    x += 16; y += 16;
  }
}

/** TensorFlow's step: x > 0 gives 1, NaN stays NaN, all else gives alpha. */
export function step(x: usize, y: usize, n: i32, alpha: f32): void {
  const one = f32x4.splat(1), low = f32x4.splat(alpha), zero = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    const v = v128.load(x);
    const s = v128.bitselect(one, low, f32x4.gt(v, zero));
    v128.store(y, v128.bitselect(s, v, f32x4.eq(v, v)));
    x += 16; y += 16;
  }
}

/** y = a op b, op: 0 add, 1 subtract, 2 multiply. */
export function binary(a: usize, b: usize, y: usize, n: i32, op: i32): void {
  if (op == 0) for (let i = 0; i < n; i += 4) { v128.store(y, f32x4.add(v128.load(a), v128.load(b))); a += 16; b += 16; y += 16; }
  else if (op == 1) for (let i = 0; i < n; i += 4) { v128.store(y, f32x4.sub(v128.load(a), v128.load(b))); a += 16; b += 16; y += 16; }
  else for (let i = 0; i < n; i += 4) { v128.store(y, f32x4.mul(v128.load(a), v128.load(b))); a += 16; b += 16; y += 16; }
}

/** y[r][c] = x[r][c] op b[c]. The last row's last vector may spill, no other: rows go upwards. */
export function binaryRow(x: usize, b: usize, y: usize, rows: i32, c: i32, op: i32): void {
  const c4 = c & ~3;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < c4; i += 4) {
      const o = <usize>i << 2;
      const u = v128.load(x + o), v = v128.load(b + o);
      v128.store(y + o, op == 0 ? f32x4.add(u, v) : op == 1 ? f32x4.sub(u, v) : f32x4.mul(u, v));
    }
    for (let i = c4; i < c; i++) {
      const o = <usize>i << 2;
      const u = load<f32>(x + o), v = load<f32>(b + o);
      store<f32>(y + o, op == 0 ? u + v : op == 1 ? u - v : u * v);
    }
    x += <usize>c << 2;
    y += <usize>c << 2;
  }
}

/** y[c] (+)= sum over r of x[r][c]; sums of 256 rows are added up, so that long columns keep their precision. */
export function sumRows(x: usize, y: usize, rows: i32, c: i32, accumulate: i32): void {
  const width = <usize>c << 2;
  if (!accumulate) memory.fill(y, 0, width);
  const c4 = c & ~3;
  for (let r0 = 0; r0 < rows; r0 += 256) {
    const count = min(256, rows - r0);
    for (let i = 0; i < c4; i += 4) {
      let p = x + (<usize>i << 2);
      let s = f32x4.splat(0);
      for (let r = 0; r < count; r++) { s = f32x4.add(s, v128.load(p)); p += width; }
      const o = y + (<usize>i << 2);
      v128.store(o, f32x4.add(v128.load(o), s));
    }
    for (let i = c4; i < c; i++) {
      let p = x + (<usize>i << 2);
      let s: f32 = 0;
      for (let r = 0; r < count; r++) { s += load<f32>(p); p += width; }
      const o = y + (<usize>i << 2);
      store<f32>(o, load<f32>(o) + s);
    }
    x += <usize>count * width;
  }
}

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
