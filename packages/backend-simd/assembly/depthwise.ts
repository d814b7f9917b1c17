// Depthwise convolutions over [batch][h][w][c] with one filter a channel, filter [kh][kw][c]. A channel multiplier is
// taken care of outside, by repeating channels.
import { storeLanes } from './lanes';

const BIAS = 2, RELU = 4, RELU6 = 8;

// @ts-ignore: decorator
@inline
function epilogue(v: v128, bias: usize, flags: i32): v128 {
  if (flags & BIAS) v = f32x4.add(v, v128.load(bias));
  if (flags & (RELU | RELU6)) v = f32x4.max(v, f32x4.splat(0));
  return flags & RELU6 ? f32x4.min(v, f32x4.splat(6)) : v;
}

/** First tap of a row or column of the filter that lies in the image, for a filter that starts at `start`. */
// @ts-ignore: decorator
@inline
function firstTap(start: i32, dilation: i32): i32 {
  return start < 0 ? (-start + dilation - 1) / dilation : 0;
}

/** One past the last such tap. */
// @ts-ignore: decorator
@inline
function endTap(start: i32, dilation: i32, taps: i32, size: i32): i32 {
  return min(taps, start < size ? (size - start + dilation - 1) / dilation : 0);
}

/** y = act(depthwise(x, filter) + bias), flags as for the matrix kernels. A chunk is `per` rows of the result. */
export function depthwise(
  chunk: i32, x: usize, filter: usize, y: usize, bias: usize, flags: i32, rows: i32, per: i32,
  h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const across = <usize>dw * pixel, stride = <usize>sw * pixel;
  // Pixels whose whole filter lies in the image's columns go four at a time.
  const inner = min(ow, (left + sw - 1) / sw);
  const last4 = min(ow, (w - (kw - 1) * dw - 1 + left) / sw + 1);
  const three = kw == 3 && sw == 1 && dw == 1;
  const lastRow = min(rows, (chunk + 1) * per);
  for (let row = chunk * per; row < lastRow; row++) {
    const y0 = row % oh * sh - top;
    const ky0 = firstTap(y0, dh), ky1 = endTap(y0, dh, kh, h);
    const image = x + <usize>(row / oh * h) * line;
    const to = y + <usize>(row * ow) * pixel;
    let ox = 0;
    while (ox < ow) {
      const x0 = ox * sw - left;
      if (ox >= inner && ox + 4 <= last4) {
        for (let i = 0; i < c; i += 4) {
          const o = <usize>i << 2;
          let a = f32x4.splat(0), b = a, d = a, e = a;
          for (let ky = ky0; ky < ky1; ky++) {
            let p = image + <usize>(y0 + ky * dh) * line + <usize>x0 * pixel + o;
            let f = filter + <usize>(ky * kw) * pixel + o;
            if (three) {
              // Six pixels serve all twelve products.
              const u = v128.load(f), v = v128.load(f + pixel), z = v128.load(f + pixel * 2);
              const q = p + pixel * 3;
              const x1 = v128.load(p + pixel), x2 = v128.load(p + pixel * 2), x3 = v128.load(q);
              const x4 = v128.load(q + pixel);
              a = f32x4.add(a, f32x4.add(f32x4.add(f32x4.mul(u, v128.load(p)), f32x4.mul(v, x1)), f32x4.mul(z, x2)));
              b = f32x4.add(b, f32x4.add(f32x4.add(f32x4.mul(u, x1), f32x4.mul(v, x2)), f32x4.mul(z, x3)));
              d = f32x4.add(d, f32x4.add(f32x4.add(f32x4.mul(u, x2), f32x4.mul(v, x3)), f32x4.mul(z, x4)));
              const x5 = v128.load(q + pixel * 2);
              e = f32x4.add(e, f32x4.add(f32x4.add(f32x4.mul(u, x3), f32x4.mul(v, x4)), f32x4.mul(z, x5)));
              continue;
            }
            for (let kx = 0; kx < kw; kx++) {
              const v = v128.load(f);
              a = f32x4.add(a, f32x4.mul(v, v128.load(p)));
              b = f32x4.add(b, f32x4.mul(v, v128.load(p + stride)));
              d = f32x4.add(d, f32x4.mul(v, v128.load(p + stride * 2)));
              e = f32x4.add(e, f32x4.mul(v, v128.load(p + stride * 3)));
              p += across;
              f += pixel;
            }
          }
          const q = to + <usize>ox * pixel + o, n = bias + o;
          storeLanes(q, epilogue(a, n, flags), c - i);
          storeLanes(q + pixel, epilogue(b, n, flags), c - i);
          storeLanes(q + pixel * 2, epilogue(d, n, flags), c - i);
          storeLanes(q + pixel * 3, epilogue(e, n, flags), c - i);
        }
        ox += 4;
        continue;
      }
      const kx0 = firstTap(x0, dw), kx1 = endTap(x0, dw, kw, w);
      for (let i = 0; i < c; i += 4) {
        const o = <usize>i << 2;
        let a = f32x4.splat(0);
        for (let ky = ky0; ky < ky1; ky++) {
          let p = image + <usize>(y0 + ky * dh) * line + <usize>((x0 + kx0 * dw) * c + i << 2);
          let f = filter + <usize>(ky * kw + kx0) * pixel + o;
          for (let kx = kx0; kx < kx1; kx++) {
            a = f32x4.add(a, f32x4.mul(v128.load(f), v128.load(p)));
            p += across;
            f += pixel;
          }
        }
        storeLanes(to + <usize>ox * pixel + o, epilogue(a, bias + o, flags), c - i);
      }
      ox++;
    }
  }
}

/** dx of the same; a chunk is `per` images. */
export function depthwiseGradInput(
  chunk: i32, dx: usize, filter: usize, dy: usize, images: i32, per: i32,
  h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const across = <usize>dw * pixel;
  const last = min(images, (chunk + 1) * per);
  for (let b = chunk * per; b < last; b++) {
    const image = dx + <usize>(b * h) * line;
    let from = dy + <usize>(b * oh * ow) * pixel;
    memory.fill(image, 0, <usize>h * line);
    for (let oy = 0; oy < oh; oy++) {
      const y0 = oy * sh - top;
      const ky0 = firstTap(y0, dh), ky1 = endTap(y0, dh, kh, h);
      for (let ox = 0; ox < ow; ox++) {
        const x0 = ox * sw - left;
        const kx0 = firstTap(x0, dw), kx1 = endTap(x0, dw, kw, w);
        for (let i = 0; i < c; i += 4) {
          const g = v128.load(from + (<usize>i << 2));
          for (let ky = ky0; ky < ky1; ky++) {
            let p = image + <usize>(y0 + ky * dh) * line + <usize>((x0 + kx0 * dw) * c + i << 2);
            let f = filter + <usize>(ky * kw + kx0) * pixel + (<usize>i << 2);
            for (let kx = kx0; kx < kx1; kx++) {
              storeLanes(p, f32x4.add(v128.load(p), f32x4.mul(g, v128.load(f))), c - i);
              p += across;
              f += pixel;
            }
          }
        }
        from += pixel;
      }
    }
  }
}

/** Sums for the filter's gradient over `per` rows of the result, one [kh][kw][c] a chunk. */
export function depthwiseGradFilter(
  chunk: i32, x: usize, dy: usize, sums: usize, rows: i32, per: i32,
  h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const stride = <usize>sw * pixel;
  const size = <usize>(kh * kw) * pixel;
  const result = sums + <usize>chunk * size;
  memory.fill(result, 0, size);
  const last = min(rows, (chunk + 1) * per);
  for (let row = chunk * per; row < last; row++) {
    const y0 = row % oh * sh - top;
    const ky0 = firstTap(y0, dh), ky1 = endTap(y0, dh, kh, h);
    const image = x + <usize>(row / oh * h) * line;
    const from = dy + <usize>(row * ow) * pixel;
    for (let ky = ky0; ky < ky1; ky++) {
      const source = image + <usize>(y0 + ky * dh) * line;
      for (let kx = 0; kx < kw; kx++) {
        // Pixels of the result for which this tap lies in the image.
        const shift = kx * dw - left;
        const first = shift < 0 ? (-shift + sw - 1) / sw : 0;
        const end = min(ow, shift < w ? (w - shift + sw - 1) / sw : 0);
        for (let i = 0; i < c; i += 4) {
          const o = <usize>i << 2;
          let p = source + <usize>((first * sw + shift) * c << 2) + o;
          let g = from + <usize>first * pixel + o;
          let a = f32x4.splat(0), b = a;
          let ox = first;
          for (; ox + 2 <= end; ox += 2) {
            a = f32x4.add(a, f32x4.mul(v128.load(p), v128.load(g)));
            b = f32x4.add(b, f32x4.mul(v128.load(p + stride), v128.load(g + pixel)));
            p += stride * 2;
            g += pixel * 2;
          }
          if (ox < end) a = f32x4.add(a, f32x4.mul(v128.load(p), v128.load(g)));
          const to = result + <usize>(ky * kw + kx) * pixel + o;
          storeLanes(to, f32x4.add(v128.load(to), f32x4.add(a, b)), c - i);
        }
      }
    }
  }
}
