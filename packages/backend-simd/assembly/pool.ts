// Max pooling over [batch][h][w][c], four channels at a time. As on the CPU backend, NaN never wins and the first of
// equal values takes the gradient.

// @ts-ignore: decorator
@inline
function clampLow(start: i32, dilation: i32): i32 {
  return start < 0 ? (-start + dilation - 1) / dilation : 0;
}

export function maxPool(
  x: usize, y: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
): void {
  const pixel = (<usize>c) << 2;
  const c4 = c & ~3;
  for (let b = 0; b < batch; b++) {
    const image = x + <usize>(b * h * w) * pixel;
    for (let oy = 0; oy < oh; oy++) {
      const y0 = oy * sh - top;
      const ky0 = clampLow(y0, dh);
      for (let ox = 0; ox < ow; ox++) {
        const x0 = ox * sw - left;
        const kx0 = clampLow(x0, dw);
        for (let i = 0; i < c4; i += 4) {
          let m = f32x4.splat(-Infinity);
          for (let ky = ky0; ky < kh && y0 + ky * dh < h; ky++) {
            for (let kx = kx0; kx < kw && x0 + kx * dw < w; kx++) {
              m = f32x4.pmax(m, v128.load(image + <usize>((y0 + ky * dh) * w + x0 + kx * dw) * pixel + (<usize>i << 2)));
            }
          }
          v128.store(y + (<usize>i << 2), m);
        }
        for (let i = c4; i < c; i++) {
          let m: f32 = -Infinity;
          for (let ky = ky0; ky < kh && y0 + ky * dh < h; ky++) {
            for (let kx = kx0; kx < kw && x0 + kx * dw < w; kx++) {
              const v = load<f32>(image + <usize>((y0 + ky * dh) * w + x0 + kx * dw) * pixel + (<usize>i << 2));
              if (v > m) m = v;
            }
          }
          store<f32>(y + (<usize>i << 2), m);
        }
        y += pixel;
      }
    }
  }
}

export function maxPoolGrad(
  dx: usize, x: usize, y: usize, dy: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
): void {
  const pixel = (<usize>c) << 2;
  const c4 = c & ~3;
  memory.fill(dx, 0, <usize>(batch * h * w) * pixel);
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * h * w) * pixel;
    for (let oy = 0; oy < oh; oy++) {
      const y0 = oy * sh - top;
      const ky0 = clampLow(y0, dh);
      for (let ox = 0; ox < ow; ox++) {
        const x0 = ox * sw - left;
        const kx0 = clampLow(x0, dw);
        for (let i = 0; i < c4; i += 4) {
          const m = v128.load(y + (<usize>i << 2));
          // What is left of dy: zeroed in each channel once its maximum was met.
          let g = v128.load(dy + (<usize>i << 2));
          for (let ky = ky0; ky < kh && y0 + ky * dh < h; ky++) {
            for (let kx = kx0; kx < kw && x0 + kx * dw < w; kx++) {
              const at = image + <usize>((y0 + ky * dh) * w + x0 + kx * dw) * pixel + (<usize>i << 2);
              const hit = f32x4.eq(v128.load(x + at), m);
              v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(g, hit)));
              g = v128.andnot(g, hit);
            }
          }
        }
        for (let i = c4; i < c; i++) {
          const m = load<f32>(y + (<usize>i << 2));
          let open = true;
          for (let ky = ky0; open && ky < kh && y0 + ky * dh < h; ky++) {
            for (let kx = kx0; open && kx < kw && x0 + kx * dw < w; kx++) {
              const at = image + <usize>((y0 + ky * dh) * w + x0 + kx * dw) * pixel + (<usize>i << 2);
              if (load<f32>(x + at) == m) {
                store<f32>(dx + at, load<f32>(dx + at) + load<f32>(dy + (<usize>i << 2)));
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
}
