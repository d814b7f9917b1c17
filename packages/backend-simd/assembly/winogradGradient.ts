// The gradient of a filter by the transposed Winograd method: tiles of the image and of dy are transformed, at each
// position the transforms of all tiles are multiplied and summed, and the sums are transformed to the filter's taps.
//
// Tiles come in blocks. A block lies as [position][panel of four or eight channels][tile of the block][4 or 8], so that a
// block is written in one stretch of memory and a position is read in one stretch of each block. There is room for a part
// of the tiles at a time: the parts are summed one after another, at each position by whichever thread.

import { scratch } from './scratch';
import { transformTile } from './winogradImage';
import { alphaOf, EIGHTS, FOURS, matrixLine, outputsOf } from './winogradLine';
import { tileOfBlocks } from './winogradTile';

/**
 * Transforms a block of tiles of x and of dy; a chunk is a block of `block` tiles of those from `first` on. The tiles that
 * the last block lacks become zero. `vPosition` and `dPosition` are the byte distances of positions, `vBlock` and `dBlock`
 * of blocks.
 */
export function winogradGradientTransform(
  chunk: i32, block: i32, first: i32, kindY: i32, kindX: i32, batch: i32, tilesY: i32, tilesX: i32, padY: i32, padX: i32,
  x: usize, height: i32, width: i32, c: i32, imageStep: usize, rowStep: usize, columnStep: usize,
  dy: usize, outHeight: i32, outWidth: i32, n: i32, outImageStep: usize, outRowStep: usize, outColumnStep: usize,
  v: usize, vPosition: usize, vBlock: usize, d: usize, dPosition: usize, dBlock: usize,
): void {
  const start = first + chunk * block;
  const count = min(block, batch * tilesY * tilesX - start);
  const outputsY = outputsOf(kindY), outputsX = outputsOf(kindX);
  v += <usize>chunk * vBlock;
  d += <usize>chunk * dBlock;
  if (count < block) {
    memory.fill(v, 0, vBlock);
    memory.fill(d, 0, dBlock);
  }
  for (let s = 0; s < count; s++) {
    const t = start + s;
    const tileX = t % tilesX, line = t / tilesX;
    const tileY = line % tilesY, image = line / tilesY;
    const y0 = tileY * outputsY, x0 = tileX * outputsX;
    transformTile(
      false, kindY, kindX, x + <usize>image * imageStep, y0 - padY, x0 - padX, height, width, rowStep, columnStep, c,
      v + <usize>s * 16, vPosition, FOURS, <usize>block * 16, scratch(),
    );
    transformTile(
      true, kindY, kindX, dy + <usize>image * outImageStep, y0, x0, outHeight, outWidth, outRowStep, outColumnStep, n,
      d + <usize>s * 32, dPosition, EIGHTS, <usize>block * 32, scratch(),
    );
  }
}

/**
 * sums[position][c][n] (+)= over the tiles of `blocks` blocks, n rounded up to eight; a chunk is a position's `panels` panels
 * of four channels.
 */
export function winogradGradientMultiply(
  chunk: i32, parts: i32, panels: i32, blocks: i32, block: i32, c: i32, n: i32,
  v: usize, vPosition: usize, vBlock: usize, d: usize, dPosition: usize, dBlock: usize,
  sums: usize, sumsPosition: usize, accumulate: i32,
): void {
  const position = <usize>(chunk / parts);
  const from = (chunk % parts) * panels;
  const to = min(c >> 2, from + panels);
  const row = (<usize>((n + 7) & ~7)) << 2;
  const aPanel = <usize>block * 16, bPanel = <usize>block * 32;
  for (let i = from; i < to; i++) {
    const a = v + position * vPosition + <usize>i * aPanel;
    let b = d + position * dPosition;
    const tile = sums + position * sumsPosition + <usize>i * 4 * row;
    for (let j: usize = 0; j < row; j += 32) {
      tileOfBlocks(a, b, blocks, block, vBlock, dBlock, tile + j, row, accumulate != 0);
      b += bPanel;
    }
  }
}

/** The sums transformed to the filter's gradient [tapsY][tapsX][c][n]; a chunk is `rows` of c. */
export function winogradGradientFilter(
  chunk: i32, rows: i32, sums: usize, sumsPosition: usize, kindY: i32, kindX: i32, matrixY: usize, matrixX: usize,
  tapsY: i32, tapsX: i32, c: i32, n: i32, filter: usize,
): void {
  const alphaY = alphaOf(kindY), alphaX = alphaOf(kindX);
  const row = (<usize>((n + 7) & ~7)) << 2;
  const tap = (<usize>(c * n)) << 2;
  const half = scratch();
  const end = min(c, (chunk + 1) * rows);
  for (let i = chunk * rows; i < end; i++) {
    for (let j = 0; j < n; j += 4) {
      let src = sums + <usize>i * row + ((<usize>j) << 2);
      let dst = filter + ((<usize>(i * n + j)) << 2);
      if (alphaY == 1) {
        matrixLine(matrixX, tapsX, alphaX, src, sumsPosition, dst, tap);
        continue;
      }
      const rowOfPositions = <usize>alphaX * sumsPosition;
      for (let x = 0; x < alphaX; x++) {
        matrixLine(matrixY, tapsY, alphaY, src, rowOfPositions, half + ((<usize>x) << 4), (<usize>alphaX) << 4);
        src += sumsPosition;
      }
      for (let y = 0; y < tapsY; y++) {
        matrixLine(matrixX, tapsX, alphaX, half + ((<usize>(y * alphaX)) << 4), 16, dst, tap);
        dst += <usize>tapsX * tap;
      }
    }
  }
}
