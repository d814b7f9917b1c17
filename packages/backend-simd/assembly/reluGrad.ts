// Gradients of a relu that came with a bias, and of a max pooling over one: one pass over the large tensor instead of
// four. The relu's own output says where it was positive.

/** dz = dy where y > 0, else 0; sums[chunk][c] = the chunk's sum of dz. A chunk is `rowsPerChunk` rows of c floats. */
export function reluBiasGrad(
  chunk: i32, dy: usize, y: usize, dz: usize, sums: usize, rows: i32, c: i32, rowsPerChunk: i32,
): void {
  const width = (<usize>c) << 2;
  const from = chunk * rowsPerChunk;
  const count = min(rowsPerChunk, rows - from);
  const at = <usize>from * width;
  dy += at; y += at; dz += at;
  const sum = sums + <usize>chunk * ((width + 15) & ~15);
  const c4 = c & ~3;
  const zero = f32x4.splat(0);
  memory.fill(sum, 0, (width + 15) & ~15);
  for (let r = 0; r < count; r++) {
    let s = sum;
    for (let i = 0; i < c4; i += 4) {
      const g = v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero));
      v128.store(dz, g);
      v128.store(s, f32x4.add(v128.load(s), g));
      dy += 16; y += 16; dz += 16; s += 16;
    }
    for (let i = c4; i < c; i++) {
      const g: f32 = load<f32>(y) > 0 ? load<f32>(dy) : 0;
      store<f32>(dz, g);
      store<f32>(s, load<f32>(s) + g);
      dy += 4; y += 4; dz += 4; s += 4;
    }
  }
}

/**
 * The gradient before the relu of a max pooling over relu's output x: where the pooled y is positive, dy goes to the first
 * place of its window that holds y. sums[chunk][c] = the chunk's sum. A chunk is an image.
 */
export function reluMaxPoolGrad(
  chunk: i32, dx: usize, x: usize, y: usize, dy: usize, sums: usize, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const pixel = (<usize>c) << 2;
  const c4 = c & ~3;
  const zero = f32x4.splat(0);
  const image = <usize>chunk * <usize>(h * w) * pixel;
  dx += image;
  x += image;
  const outImage = <usize>chunk * <usize>(oh * ow) * pixel;
  y += outImage;
  dy += outImage;
  const sum = sums + <usize>chunk * ((pixel + 15) & ~15);
  memory.fill(sum, 0, (pixel + 15) & ~15);
  const plain = kh == 2 && kw == 2 && sh == 2 && sw == 2 && top == 0 && left == 0 && h >= 2 * oh && w >= 2 * ow && c4 == c;
  if (plain) {
    if (h > 2 * oh || w > 2 * ow) memory.fill(dx, 0, <usize>(h * w) * pixel);
    const line = <usize>w * pixel;
    for (let oy = 0; oy < oh; oy++) {
      for (let ox = 0; ox < ow; ox++) {
        const at = <usize>(2 * oy * w + 2 * ox) * pixel;
        let p = x + at, q = dx + at, s = sum;
        for (let i = 0; i < c; i += 4) {
          const m = v128.load(y);
          let g = v128.and(v128.load(dy), f32x4.gt(m, zero));
          v128.store(s, f32x4.add(v128.load(s), g));
          let hit = f32x4.eq(v128.load(p), m);
          v128.store(q, v128.and(g, hit));
          g = v128.andnot(g, hit);
          hit = f32x4.eq(v128.load(p + pixel), m);
          v128.store(q + pixel, v128.and(g, hit));
          g = v128.andnot(g, hit);
          hit = f32x4.eq(v128.load(p + line), m);
          v128.store(q + line, v128.and(g, hit));
          g = v128.andnot(g, hit);
          hit = f32x4.eq(v128.load(p + line + pixel), m);
          v128.store(q + line + pixel, v128.and(g, hit));
          p += 16; q += 16; y += 16; dy += 16; s += 16;
        }
      }
    }
    return;
  }
  memory.fill(dx, 0, <usize>(h * w) * pixel);
  for (let oy = 0; oy < oh; oy++) {
    const y0 = oy * sh - top;
    const ky0 = max(0, -y0), ky1 = min(kh, h - y0);
    for (let ox = 0; ox < ow; ox++) {
      const x0 = ox * sw - left;
      const kx0 = max(0, -x0), kx1 = min(kw, w - x0);
      for (let i = 0; i < c4; i += 4) {
        const o = <usize>i << 2;
        const m = v128.load(y + o);
        let g = v128.and(v128.load(dy + o), f32x4.gt(m, zero));
        v128.store(sum + o, f32x4.add(v128.load(sum + o), g));
        for (let ky = ky0; ky < ky1; ky++) {
          for (let kx = kx0; kx < kx1; kx++) {
            const at = <usize>((y0 + ky) * w + x0 + kx) * pixel + o;
            const hit = f32x4.eq(v128.load(x + at), m);
            v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(g, hit)));
            g = v128.andnot(g, hit);
          }
        }
      }
      for (let i = c4; i < c; i++) {
        const o = <usize>i << 2;
        const m = load<f32>(y + o);
        if (!(m > 0)) continue;
        const g = load<f32>(dy + o);
        store<f32>(sum + o, load<f32>(sum + o) + g);
        let open = true;
        for (let ky = ky0; open && ky < ky1; ky++) {
          for (let kx = kx0; open && kx < kx1; kx++) {
            const at = <usize>((y0 + ky) * w + x0 + kx) * pixel + o;
            if (load<f32>(x + at) == m) {
              store<f32>(dx + at, load<f32>(dx + at) + g);
              open = false;
            }
          }
        }
      }
      y += pixel;
      dy += pixel;
    }
  }
}
