// Convolutions read a zero-padded copy of their image in place: no im2col. These fill the tables the micro-kernels use.

/**
 * Copies images [batch][h][w][c] into zero-bordered ones [batch][hp][wp][c], pixels `sh`, `sw` apart (1: a plain copy;
 * more: zeros between, as the gradient of a strided convolution needs). Pixels that fall outside are dropped. A chunk is an image.
 */
export function padImages(
  chunk: i32, dst: usize, src: usize, h: i32, w: i32, c: i32, hp: i32, wp: i32, top: i32, left: i32, sh: i32, sw: i32,
): void {
  const pixel = (<usize>c) << 2;
  const to0 = dst + <usize>chunk * <usize>hp * <usize>wp * pixel;
  const from0 = src + <usize>chunk * <usize>h * <usize>w * pixel;
  memory.fill(to0, 0, <usize>hp * <usize>wp * pixel);
  const firstX = left < 0 ? (-left + sw - 1) / sw : 0;
  const lastX = min(w, (wp - left + sw - 1) / sw);
  if (lastX <= firstX) return;
  for (let y = 0; y < h; y++) {
    const oy = y * sh + top;
    if (oy < 0 || oy >= hp) continue;
    const from = from0 + <usize>(y * w) * pixel;
    const to = to0 + <usize>(oy * wp) * pixel;
    if (sw == 1) {
      memory.copy(to + <usize>(firstX + left) * pixel, from + <usize>firstX * pixel, <usize>(lastX - firstX) * pixel);
    } else {
      for (let x = firstX; x < lastX; x++) {
        memory.copy(to + <usize>(x * sw + left) * pixel, from + <usize>x * pixel, pixel);
      }
    }
  }
}

/** Filter [kh][kw][c][n] to [kh flipped][kw flipped][n][c], for the gradient of a convolution's input. */
export function flipFilter(dst: usize, src: usize, taps: i32, c: i32, n: i32): void {
  for (let t = taps - 1; t >= 0; t--) {
    const s = src + (<usize>(t * c * n) << 2);
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < c; i++) {
        store<f32>(dst, load<f32>(s + (<usize>(i * n + j) << 2)));
        dst += 4;
      }
    }
  }
}
