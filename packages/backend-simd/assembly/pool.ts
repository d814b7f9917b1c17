// Pooling over [batch][h][w][c], four channels at a time. As on the CPU backend, NaN never wins and the first of equal
// values takes the gradient; an average divides by the pixels inside the image, its gradient by the whole window.
import { storeLanes } from './lanes';

// @ts-ignore: decorator
@inline
function window(image: usize, y: usize, across: i32, down: i32, c: i32, line: usize, average: i32): void {
  const pixel = <usize>c << 2;
  const count = f32x4.splat(<f32>(across * down));
  for (let i = 0; i < c; i += 4) {
    let p = image + (<usize>i << 2);
    let m = average ? f32x4.splat(0) : f32x4.splat(-Infinity);
    for (let ky = 0; ky < down; ky++) {
      let q = p;
      for (let kx = 0; kx < across; kx++) {
        m = average ? f32x4.add(m, v128.load(q)) : f32x4.pmax(m, v128.load(q));
        q += pixel;
      }
      p += line;
    }
    storeLanes(y + (<usize>i << 2), average ? f32x4.div(m, count) : m, c - i);
  }
}

/** The commonest window, 2 x 2 of which all lies in the image. */
// @ts-ignore: decorator
@inline
function windowOfFour(image: usize, y: usize, c: i32, line: usize, average: i32): void {
  const pixel = <usize>c << 2;
  for (let i = 0; i < c; i += 4) {
    const p = image + (<usize>i << 2), q = p + line;
    const a = v128.load(p), b = v128.load(p + pixel), d = v128.load(q), e = v128.load(q + pixel);
    let m: v128;
    if (average) m = f32x4.mul(f32x4.add(f32x4.add(a, b), f32x4.add(d, e)), f32x4.splat(0.25));
    // From -Infinity, so that a NaN in the first pixel does not win.
    else m = f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.pmax(f32x4.splat(-Infinity), a), b), d), e);
    storeLanes(y + (<usize>i << 2), m, c - i);
  }
}

// @ts-ignore: decorator
@inline
function poolRows(
  average: i32, chunk: i32, x: usize, y: usize, rows: i32, per: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const last = min(rows, (chunk + 1) * per);
  for (let row = chunk * per; row < last; row++) {
    const y0 = row % oh * sh - top;
    const yFirst = max(y0, 0), down = min(y0 + kh, h) - yFirst;
    const from = x + <usize>(row / oh * h + yFirst) * line;
    let to = y + <usize>row * <usize>ow * pixel;
    for (let ox = 0; ox < ow; ox++) {
      const x0 = ox * sw - left;
      const xFirst = max(x0, 0), across = min(x0 + kw, w) - xFirst;
      const at = from + <usize>xFirst * pixel;
      if (down == 2 && across == 2) windowOfFour(at, to, c, line, average);
      else window(at, to, across, down, c, line, average);
      to += pixel;
    }
  }
}

/** A chunk is `per` rows of the result. */
export function maxPool(
  chunk: i32, x: usize, y: usize, rows: i32, per: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  poolRows(0, chunk, x, y, rows, per, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

export function avgPool(
  chunk: i32, x: usize, y: usize, rows: i32, per: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  poolRows(1, chunk, x, y, rows, per, h, w, c, oh, ow, kh, kw, sh, sw, top, left);
}

/** Gives dy to the first pixel that holds the maximum and zeros to the others, over a 2 x 2 window that no other touches. */
// @ts-ignore: decorator
@inline
function splitFour(dx: usize, x: usize, y: usize, dy: usize, c: i32, line: usize): void {
  const pixel = <usize>c << 2;
  for (let i = 0; i < c; i += 4) {
    const o = <usize>i << 2;
    const m = v128.load(y + o);
    let g = v128.load(dy + o);
    for (let k = 0; k < 4; k++) {
      const at = o + (k & 1 ? pixel : 0) + (k & 2 ? line : 0);
      const hit = f32x4.eq(v128.load(x + at), m);
      storeLanes(dx + at, v128.and(g, hit), c - i);
      g = v128.andnot(g, hit);
    }
  }
}

/** The same over any window, added to what dx holds; what is left of dy is zeroed in a channel once its maximum was met. */
// @ts-ignore: decorator
@inline
function split(dx: usize, x: usize, y: usize, dy: usize, across: i32, down: i32, c: i32, line: usize): void {
  const pixel = <usize>c << 2;
  for (let i = 0; i < c; i += 4) {
    const o = <usize>i << 2;
    const m = v128.load(y + o);
    let g = v128.load(dy + o);
    let start = o;
    for (let ky = 0; ky < down; ky++) {
      let at = start;
      for (let kx = 0; kx < across; kx++) {
        const hit = f32x4.eq(v128.load(x + at), m);
        storeLanes(dx + at, f32x4.add(v128.load(dx + at), v128.and(g, hit)), c - i);
        g = v128.andnot(g, hit);
        at += pixel;
      }
      start += line;
    }
  }
}

/** A chunk is `per` images: windows that overlap write to the same pixels. */
export function maxPoolGrad(
  chunk: i32, dx: usize, x: usize, y: usize, dy: usize, images: i32, per: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  // Windows side by side write each pixel once; only what they leave out needs zeros.
  const tiled = kh == 2 && kw == 2 && sh == 2 && sw == 2 && top == 0 && left == 0 && oh * 2 <= h && ow * 2 <= w;
  const last = min(images, (chunk + 1) * per);
  for (let b = chunk * per; b < last; b++) {
    const image = <usize>(b * h) * line;
    let result = <usize>(b * oh * ow) * pixel;
    if (tiled) {
      for (let oy = 0; oy < oh; oy++) {
        let at = image + <usize>(oy * 2) * line;
        if (ow * 2 < w) {
          const rest = <usize>(w - ow * 2) * pixel;
          memory.fill(dx + at + line - rest, 0, rest);
          memory.fill(dx + at + line * 2 - rest, 0, rest);
        }
        for (let ox = 0; ox < ow; ox++) {
          splitFour(dx + at, x + at, y + result, dy + result, c, line);
          at += pixel * 2;
          result += pixel;
        }
      }
      if (oh * 2 < h) memory.fill(dx + image + <usize>(oh * 2) * line, 0, <usize>(h - oh * 2) * line);
      continue;
    }
    memory.fill(dx + image, 0, <usize>h * line);
    for (let oy = 0; oy < oh; oy++) {
      const y0 = oy * sh - top;
      const yFirst = max(y0, 0), down = min(y0 + kh, h) - yFirst;
      for (let ox = 0; ox < ow; ox++) {
        const x0 = ox * sw - left;
        const xFirst = max(x0, 0), across = min(x0 + kw, w) - xFirst;
        const at = image + <usize>yFirst * line + <usize>xFirst * pixel;
        split(dx + at, x + at, y + result, dy + result, across, down, c, line);
        result += pixel;
      }
    }
  }
}

/** A chunk is `per` images. */
export function avgPoolGrad(
  chunk: i32, dx: usize, dy: usize, images: i32, per: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32,
  kh: i32, kw: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const share = f32x4.splat(1 / <f32>(kh * kw));
  const last = min(images, (chunk + 1) * per);
  for (let b = chunk * per; b < last; b++) {
    const image = dx + <usize>(b * h) * line;
    let from = dy + <usize>(b * oh * ow) * pixel;
    memory.fill(image, 0, <usize>h * line);
    for (let oy = 0; oy < oh; oy++) {
      const y0 = oy * sh - top;
      const yFirst = max(y0, 0), yLast = min(y0 + kh, h);
      for (let ox = 0; ox < ow; ox++) {
        const x0 = ox * sw - left;
        const xFirst = max(x0, 0), xLast = min(x0 + kw, w);
        for (let i = 0; i < c; i += 4) {
          const o = <usize>i << 2;
          const g = f32x4.mul(v128.load(from + o), share);
          for (let iy = yFirst; iy < yLast; iy++) {
            let at = image + <usize>iy * line + <usize>xFirst * pixel + o;
            for (let ix = xFirst; ix < xLast; ix++) {
              storeLanes(at, f32x4.add(v128.load(at), g), c - i);
              at += pixel;
            }
          }
        }
        from += pixel;
      }
    }
  }
}
