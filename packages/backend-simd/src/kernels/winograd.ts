import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend';
import type { ConvInfo } from './convolution';
import { filterMatrix, productsOf, type WinogradPlan } from './winogradPlan';

type Allocate = (bytes: number) => number;

/** Bytes of a block's transforms and products together: what stays in the L2 cache. */
const BLOCK_BYTES = 400 * 1024;
/** Bytes of the part of all transforms that a filter's gradient makes at a time: what stays in the L3 cache. */
const PART_BYTES = 6 * 1024 * 1024;
/** Tiles of a block of a filter's gradient. */
const GRADIENT_BLOCK = 24;
/** Chunks that keep many threads busy to the end. */
const CHUNKS = 16;
/** The scratch memory of a thread, less a little. */
const SCRATCH_BYTES = 31 * 65_536;

/** An image in the memory, rows and columns in the plan's order, with their distances in bytes. */
interface Side {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly imageStep: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

function side(address: number, [height, width, channels]: readonly [number, number, number], swapped: boolean): Side {
  const columnStep = channels * 4;
  const rowStep = width * columnStep;
  const imageStep = height * rowStep;
  return swapped
    ? { address, height: width, width: height, channels, imageStep, rowStep: columnStep, columnStep: rowStep }
    : { address, height, width, channels, imageStep, rowStep, columnStep };
}

function argumentsOf(image: Side): number[] {
  const { address, height, width, channels, imageStep, rowStep, columnStep } = image;
  return [address, height, width, channels, imageStep, rowStep, columnStep];
}

/** The bytes rounded up to an odd number of cache lines, so that positions do not fall on the same lines of a cache. */
function oddLines(bytes: number): number {
  return (Math.ceil(bytes / 64) | 1) * 64;
}

function roundUp(count: number, unit: number): number {
  return Math.ceil(count / unit) * unit;
}

function matrixAt(backend: SimdBackend, allocate: Allocate, rows: readonly number[][]): number {
  const address = allocate(rows.length * rows[0]!.length * 4);
  backend.heap.view(address, rows.length * rows[0]!.length, 'float32').set(rows.flat());
  return address;
}

function transposed(rows: readonly number[][]): number[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!));
}

function tilesOf({ height, width }: Side, { y, x }: WinogradPlan): [number, number] {
  return [Math.ceil(height / y.outputs), Math.ceil(width / x.outputs)];
}

function positionsOf({ y, x }: WinogradPlan): number {
  return productsOf(y) * productsOf(x);
}

/** Tiles of a block; undefined when not even a few fit into a thread's memory. */
function blockOf(plan: WinogradPlan, c: number, n: number, tiles: number): number | undefined {
  const bytes = positionsOf(plan) * (c + roundUp(n, 8)) * 4;
  const temporary = (productsOf(plan.y) + 1) * productsOf(plan.x) * Math.max(c, roundUp(n, 8)) * 4;
  const fitting = Math.floor((SCRATCH_BYTES - temporary) / (bytes * 1.05) / 4) * 4;
  const wanted = Math.max(4, Math.min(Math.floor(BLOCK_BYTES / bytes / 4), Math.ceil(tiles / CHUNKS / 4)) * 4);
  return fitting < 4 ? undefined : Math.min(fitting, wanted);
}

/** y = act(x * filter + bias), padded by `pad` zeros before the first row and column; undefined when memory is too small. */
function convolve(
  backend: SimdBackend,
  plan: WinogradPlan,
  batch: number,
  from: Side,
  to: Side,
  filter: number,
  flipped: boolean,
  [padHeight, padWidth]: readonly [number, number],
  block: number,
  bias: number,
  flags: number,
): void {
  const { y, x, swapped } = plan;
  const [tilesY, tilesX] = tilesOf(to, plan);
  const c = from.channels;
  const n = to.channels;
  const panels = Math.ceil(n / 8);
  backend.scratch((allocate) => {
    const uStep = oddLines(panels * c * 32);
    const u = allocate(positionsOf(plan) * uStep);
    const matrixY = y.taps > 1 ? matrixAt(backend, allocate, filterMatrix(y)) : 0;
    const matrixX = matrixAt(backend, allocate, filterMatrix(x));
    backend.parallel(
      'winogradFilter',
      panels,
      u,
      uStep,
      filter,
      matrixY,
      matrixX,
      productsOf(y),
      productsOf(x),
      y.taps,
      x.taps,
      c,
      n,
      flipped ? 1 : 0,
    );
    backend.parallel(
      'winogradForward',
      Math.ceil((batch * tilesY * tilesX) / block),
      block,
      y.code,
      x.code,
      batch,
      tilesY,
      tilesX,
      swapped ? padWidth : padHeight,
      swapped ? padHeight : padWidth,
      ...argumentsOf(from),
      ...argumentsOf(to),
      u,
      uStep,
      bias,
      flags,
    );
  });
}

/** Conv2D with bias and activation flags; undefined when a block does not fit into a thread's memory. */
export function winogradConv2D(
  backend: SimdBackend,
  plan: WinogradPlan,
  info: ConvInfo,
  x: TensorInfo,
  filter: TensorInfo,
  bias: number,
  flags: number,
): TensorInfo | undefined {
  const { batchSize, inChannels, outChannels, padInfo } = info;
  const xAt = backend.address(x);
  const filterAt = backend.address(filter);
  const from = side(xAt, [info.inHeight, info.inWidth, inChannels], plan.swapped);
  const shape = side(0, [info.outHeight, info.outWidth, outChannels], plan.swapped);
  const [tilesY, tilesX] = tilesOf(shape, plan);
  const block = blockOf(plan, inChannels, outChannels, batchSize * tilesY * tilesX);
  if (block === undefined) return undefined;
  const { tensor, address } = backend.output(info.outShape);
  const to = { ...shape, address };
  convolve(backend, plan, batchSize, from, to, filterAt, false, [padInfo.top, padInfo.left], block, bias, flags);
  return tensor;
}

/** The gradient of the input: the convolution of dy with the flipped filter. */
export function winogradBackpropInput(
  backend: SimdBackend,
  plan: WinogradPlan,
  info: ConvInfo,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo | undefined {
  const { batchSize, inChannels, outChannels, padInfo } = info;
  const dyAt = backend.address(dy);
  const filterAt = backend.address(filter);
  const from = side(dyAt, [info.outHeight, info.outWidth, outChannels], plan.swapped);
  const shape = side(0, [info.inHeight, info.inWidth, inChannels], plan.swapped);
  const [tilesY, tilesX] = tilesOf(shape, plan);
  const block = blockOf(plan, outChannels, inChannels, batchSize * tilesY * tilesX);
  if (block === undefined) return undefined;
  const { tensor, address } = backend.output(info.inShape);
  const pad = [info.filterHeight - 1 - padInfo.top, info.filterWidth - 1 - padInfo.left] as const;
  convolve(backend, plan, batchSize, from, { ...shape, address }, filterAt, true, pad, block, 0, 0);
  return tensor;
}

/** The gradient of the filter, summed over all tiles in the transformed domain. */
export function winogradBackpropFilter(
  backend: SimdBackend,
  plan: WinogradPlan,
  info: ConvInfo,
  x: TensorInfo,
  dy: TensorInfo,
): TensorInfo | undefined {
  const { batchSize, inChannels: c, outChannels: n, padInfo } = info;
  const from = side(backend.address(x), [info.inHeight, info.inWidth, c], plan.swapped);
  const to = side(backend.address(dy), [info.outHeight, info.outWidth, n], plan.swapped);
  const [tilesY, tilesX] = tilesOf(to, plan);
  const tiles = batchSize * tilesY * tilesX;
  const positions = positionsOf(plan);
  const temporary = (productsOf(plan.y) + 1) * productsOf(plan.x) * Math.max(c, n) * 4;
  if (temporary > SCRATCH_BYTES) return undefined;
  const fours = c / 4;
  const eights = Math.ceil(n / 8);
  const vPosition = oddLines(fours * GRADIENT_BLOCK * 16);
  const dPosition = oddLines(eights * GRADIENT_BLOCK * 32);
  const vBlock = positions * vPosition;
  const dBlock = positions * dPosition;
  const allBlocks = Math.ceil(tiles / GRADIENT_BLOCK);
  const parts = Math.ceil((allBlocks * (vBlock + dBlock)) / PART_BYTES);
  const blocks = Math.ceil(allBlocks / parts);
  const { tensor, address } = backend.output(info.filterShape);
  const { y, x: kindX, swapped } = plan;
  backend.scratch((allocate) => {
    const v = allocate(blocks * vBlock);
    const d = allocate(blocks * dBlock);
    const sumsPosition = oddLines(fours * eights * 128);
    const sums = allocate(positions * sumsPosition);
    const matrixY = y.taps > 1 ? matrixAt(backend, allocate, transposed(filterMatrix(y))) : 0;
    const matrixX = matrixAt(backend, allocate, transposed(filterMatrix(kindX)));
    const split = Math.min(fours, Math.ceil((2 * CHUNKS) / positions));
    const panels = Math.ceil(fours / split);
    for (let first = 0; first < allBlocks; first += blocks) {
      const count = Math.min(blocks, allBlocks - first);
      backend.parallel(
        'winogradGradientTransform',
        count,
        GRADIENT_BLOCK,
        first * GRADIENT_BLOCK,
        y.code,
        kindX.code,
        batchSize,
        tilesY,
        tilesX,
        swapped ? padInfo.left : padInfo.top,
        swapped ? padInfo.top : padInfo.left,
        ...argumentsOf(from),
        ...argumentsOf(to),
        v,
        vPosition,
        vBlock,
        d,
        dPosition,
        dBlock,
      );
      backend.parallel(
        'winogradGradientMultiply',
        positions * Math.ceil(fours / panels),
        Math.ceil(fours / panels),
        panels,
        count,
        GRADIENT_BLOCK,
        c,
        n,
        v,
        vPosition,
        vBlock,
        d,
        dPosition,
        dBlock,
        sums,
        sumsPosition,
        first > 0 ? 1 : 0,
      );
    }
    const rows = Math.ceil(c / CHUNKS);
    backend.parallel(
      'winogradGradientFilter',
      Math.ceil(c / rows),
      rows,
      sums,
      sumsPosition,
      y.code,
      kindX.code,
      matrixY,
      matrixX,
      y.taps,
      kindX.taps,
      c,
      n,
      address,
    );
  });
  return tensor;
}
