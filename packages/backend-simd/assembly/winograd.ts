// Convolutions of stride 1 by Winograd's method: tiles of the image are transformed, multiplied position by position with
// the transformed filter, and transformed back. A chunk is a block of tiles whose transforms and products stay in the L2
// cache, in the thread's own scratch memory.

import { store4x4 } from './pack';
import { scratch } from './scratch';
import { ACCUMULATE, tile } from './tile';
import { transformTile, untransformTile } from './winogradImage';
import { alphaOf, outputsOf, QUADS, tapsLine } from './winogradLine';
import { transposeFours } from './winogradTile';

/** Longest stretch of channels between two visits of the products: panels of both operands stay in the L1 cache. */
const K_BLOCK: i32 = 384;

/** An odd number of cache lines, so that positions do not fall on the same lines of a cache. */
// @ts-ignore: decorator
@inline
function oddLines(bytes: usize): usize {
  return (((bytes + 63) >> 6) | 1) << 6;
}

/**
 * The filter [tapsY][tapsX][rows][columns] transformed, u[position][panel of 8 columns][rows][8]; a chunk is a panel. When
 * `flipped`, the filter lies as [tapsY][tapsX][columns][rows] and its taps are taken from the last to the first: the
 * convolution that is the gradient of the input. Rows and columns are multiples of four; columns that are missing in the
 * last panel become zero.
 */
export function winogradFilter(
  chunk: i32, u: usize, positionStep: usize, filter: usize, matrixY: usize, matrixX: usize, alphaY: i32, alphaX: i32,
  tapsY: i32, tapsX: i32, rows: i32, columns: i32, flipped: i32,
): void {
  const taps = tapsY * tapsX;
  // Four rows of taps, then one row with its columns of taps transformed.
  const gathered = scratch();
  const rowOfTaps = (<usize>taps) << 4;
  const half = gathered + 4 * rowOfTaps;
  const tap = (<usize>(rows * columns)) << 2;
  u += (<usize>chunk * <usize>rows) << 5;
  for (let r = 0; r < rows; r += 4) {
    for (let h = 0; h < 2; h++) {
      const column = chunk * 8 + h * 4;
      const to = u + ((<usize>r) << 5) + ((<usize>h) << 4);
      if (column >= columns) {
        for (let position = 0; position < alphaY * alphaX; position++) {
          const at = to + <usize>position * positionStep;
          for (let i = 0; i < 4; i++) v128.store(at + ((<usize>i) << 5), f32x4.splat(0));
        }
        continue;
      }
      for (let t = 0; t < taps; t++) {
        if (flipped) {
          const step = (<usize>rows) << 2;
          const from = filter + <usize>(taps - 1 - t) * tap + <usize>column * step + ((<usize>r) << 2);
          store4x4(gathered + ((<usize>t) << 4), rowOfTaps, v128.load(from), v128.load(from + step),
            v128.load(from + 2 * step), v128.load(from + 3 * step));
        } else {
          const step = (<usize>columns) << 2;
          const from = filter + <usize>t * tap + <usize>r * step + ((<usize>column) << 2);
          for (let i = 0; i < 4; i++) {
            v128.store(gathered + <usize>i * rowOfTaps + ((<usize>t) << 4), v128.load(from + <usize>i * step));
          }
        }
      }
      for (let i = 0; i < 4; i++) {
        let src = gathered + <usize>i * rowOfTaps;
        let dst = to + ((<usize>i) << 5);
        if (alphaY > 1) {
          const step = (<usize>tapsX) << 4;
          for (let x = 0; x < tapsX; x++) {
            const o = (<usize>x) << 4;
            tapsLine(matrixY, alphaY, tapsY, src + o, step, half + o, step);
          }
          src = half;
        }
        for (let y = 0; y < alphaY; y++) {
          tapsLine(matrixX, alphaX, tapsX, src, 16, dst, positionStep);
          src += (<usize>tapsX) << 4;
          dst += <usize>alphaX * positionStep;
        }
      }
    }
  }
}

/**
 * y[image][row][column][n] = act(convolution of x and the filter that was transformed to u, plus bias). A chunk is `block`
 * tiles, a multiple of four, of tilesY x tilesX in each of `batch` images. The steps are the byte distances of images,
 * rows and columns; `padY` and `padX` zeros lie before the first row and column. c and n are multiples of four.
 */
export function winogradForward(
  chunk: i32, block: i32, kindY: i32, kindX: i32, batch: i32, tilesY: i32, tilesX: i32, padY: i32, padX: i32,
  x: usize, height: i32, width: i32, c: i32, imageStep: usize, rowStep: usize, columnStep: usize,
  y: usize, outHeight: i32, outWidth: i32, n: i32, outImageStep: usize, outRowStep: usize, outColumnStep: usize,
  u: usize, uStep: usize, bias: usize, flags: i32,
): void {
  const first = chunk * block;
  const count = min(block, batch * tilesY * tilesX - first);
  const panels = (count + 3) >> 2;
  const positions = alphaOf(kindY) * alphaOf(kindX);
  const outputsY = outputsOf(kindY), outputsX = outputsOf(kindX);
  const wide = (n + 7) & ~7;
  const vPanel = (<usize>c) << 4;
  const vStep = oddLines(<usize>(block >> 2) * vPanel);
  const mRow = (<usize>wide) << 2;
  const mStep = oddLines(<usize>block * mRow);
  const v = scratch();
  const m = v + <usize>positions * vStep;
  const temporary = m + <usize>positions * mStep;

  for (let s = 0; s < count; s++) {
    const t = first + s;
    const tileX = t % tilesX, line = t / tilesX;
    const tileY = line % tilesY, image = line / tilesY;
    transformTile(
      false, kindY, kindX, x + <usize>image * imageStep, tileY * outputsY - padY, tileX * outputsX - padX, height, width,
      rowStep, columnStep, c, v + <usize>(s >> 2) * vPanel + ((<usize>(s & 3)) << 4), vStep, QUADS, 0, temporary,
    );
  }
  for (let s = count; s < panels * 4; s++) {
    for (let p = 0; p < positions; p++) {
      const at = v + <usize>p * vStep + <usize>(s >> 2) * vPanel + ((<usize>(s & 3)) << 4);
      for (let i = 0; i < c; i += 4) v128.store(at + ((<usize>i) << 4), f32x4.splat(0));
    }
  }

  const uPanel = (<usize>c) << 5;
  for (let p = 0; p < positions; p++) {
    const a = v + <usize>p * vStep, b = u + <usize>p * uStep, to = m + <usize>p * mStep;
    transposeFours(a, a + <usize>panels * vPanel);
    for (let k = 0; k < c; k += K_BLOCK) {
      const length = min(K_BLOCK, c - k);
      let bPanel = b + ((<usize>k) << 5);
      for (let j: usize = 0; j < mRow; j += 32) {
        let aPanel = a + ((<usize>k) << 4);
        let products = to + j;
        for (let i = 0; i < panels; i++) {
          tile(aPanel, bPanel, length, products, mRow, 0, k > 0 ? ACCUMULATE : 0);
          aPanel += vPanel;
          products += 4 * mRow;
        }
        bPanel += uPanel;
      }
    }
  }

  for (let s = 0; s < count; s++) {
    const t = first + s;
    const tileX = t % tilesX, line = t / tilesX;
    const tileY = line % tilesY, image = line / tilesY;
    untransformTile(
      kindY, kindX, m + <usize>s * mRow, mStep, y + <usize>image * outImageStep, tileY * outputsY, tileX * outputsX,
      outHeight, outWidth, outRowStep, outColumnStep, n, bias, flags, temporary,
    );
  }
}
