// Tiles of an image to and from their transforms. An image is an address with the byte distances of its rows and columns;
// what lies outside of it is zero, without a padded copy.

import { alphaOf, gradientLine, inputLine, LINEAR, outputLine, outputsOf } from './winogradLine';

/** One line of transforms: of the inputs, or of the gradients (transposed output transform). */
// @ts-ignore: decorator
@inline
function line(
  gradient: bool, kind: i32, src: usize, step: usize, dst: usize, dstStep: usize, channels: i32, layout: i32, panel: usize,
): void {
  if (gradient) gradientLine(kind, src, step, dst, dstStep, channels, layout, panel);
  else inputLine(kind, src, step, dst, dstStep, channels, layout, panel);
}

/** Pixels `from` to `to - 1` of a line of `count` pixels, zeros for the others, one after the other. */
function gather(dst: usize, src: usize, step: usize, from: i32, to: i32, count: i32, pixel: usize): void {
  if (from > 0) memory.fill(dst, 0, <usize>from * pixel);
  for (let i = from; i < to; i++) memory.copy(dst + <usize>i * pixel, src + <usize>i * step, pixel);
  if (to < count) memory.fill(dst + <usize>to * pixel, 0, <usize>(count - to) * pixel);
}

/**
 * The tile whose first pixel is (y, x), transformed: position (i, j) goes to dst + (i alphaX + j) positionStep, its
 * channels placed by `layout`. `temporary` has room for alphaX (alphaY + 1) pixels.
 */
export function transformTile(
  gradient: bool, kindY: i32, kindX: i32, image: usize, y: i32, x: i32, height: i32, width: i32,
  rowStep: usize, columnStep: usize, channels: i32, dst: usize, positionStep: usize, layout: i32, panel: usize,
  temporary: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const countY = gradient ? outputsOf(kindY) : alphaOf(kindY);
  const countX = gradient ? outputsOf(kindX) : alphaOf(kindX);
  const fromX = min(countX, max(0, -x)), toX = max(fromX, min(countX, width - x));
  const fromY = min(countY, max(0, -y)), toY = max(fromY, min(countY, height - y));
  const first = image + <usize>y * rowStep + <usize>x * columnStep;
  if (kindY == 0) {
    if (toY - fromY == 1 && toX - fromX == countX) {
      line(gradient, kindX, first, columnStep, dst, positionStep, channels, layout, panel);
    } else {
      gather(temporary, first, columnStep, fromX, toY > fromY ? toX : fromX, countX, pixel);
      line(gradient, kindX, temporary, pixel, dst, positionStep, channels, layout, panel);
    }
    return;
  }
  const alphaY = alphaOf(kindY), alphaX = alphaOf(kindX);
  const columnBlock = <usize>alphaY * pixel;
  const gathered = temporary + <usize>countX * columnBlock;
  for (let j = 0; j < countX; j++) {
    const to = temporary + <usize>j * columnBlock;
    const column = first + <usize>j * columnStep;
    if (j < fromX || j >= toX || toY == fromY) {
      memory.fill(to, 0, columnBlock);
    } else if (toY - fromY == countY) {
      line(gradient, kindY, column, rowStep, to, pixel, channels, LINEAR, 0);
    } else {
      gather(gathered, column, rowStep, fromY, toY, countY, pixel);
      line(gradient, kindY, gathered, pixel, to, pixel, channels, LINEAR, 0);
    }
  }
  const rowOfPositions = <usize>alphaX * positionStep;
  for (let i = 0; i < alphaY; i++) {
    line(gradient, kindX, temporary + <usize>i * pixel, columnBlock, dst, positionStep, channels, layout, panel);
    dst += rowOfPositions;
  }
}

/** The products of one tile to its pixels from (y, x) on, as many as lie in the image. */
export function untransformTile(
  kindY: i32, kindX: i32, src: usize, positionStep: usize, image: usize, y: i32, x: i32, height: i32, width: i32,
  rowStep: usize, columnStep: usize, channels: i32, bias: usize, flags: i32, temporary: usize,
): void {
  const validX = min(outputsOf(kindX), width - x);
  const first = image + <usize>y * rowStep + <usize>x * columnStep;
  if (kindY == 0) {
    outputLine(kindX, src, positionStep, first, columnStep, channels, validX, bias, flags);
    return;
  }
  const pixel = (<usize>channels) << 2;
  const rows = outputsOf(kindY);
  const validY = min(rows, height - y);
  const alphaX = alphaOf(kindX);
  const rowOfPositions = <usize>alphaX * positionStep;
  const columnBlock = <usize>rows * pixel;
  for (let j = 0; j < alphaX; j++) {
    outputLine(kindY, src, rowOfPositions, temporary + <usize>j * columnBlock, pixel, channels, rows, 0, 0);
    src += positionStep;
  }
  for (let i = 0; i < validY; i++) {
    outputLine(
      kindX, temporary + <usize>i * pixel, columnBlock, first + <usize>i * rowStep, columnStep, channels, validX, bias, flags,
    );
  }
}
