import type { ConvInfo } from './convolution';

/**
 * F(outputs, taps) along one dimension: so many outputs of a filter of so many taps from `outputs + taps - 1` inputs and as
 * many products. Codes, points and their order are those of assembly/winogradLine.ts.
 */
export interface Kind {
  readonly code: number;
  readonly outputs: number;
  readonly taps: number;
  /** The finite ones; the last product belongs to infinity. */
  readonly points: readonly number[];
}

const NONE: Kind = { code: 0, outputs: 1, taps: 1, points: [] };
const KINDS: readonly Kind[] = [
  { code: 1, outputs: 2, taps: 3, points: [0, 1, -1] },
  { code: 2, outputs: 4, taps: 3, points: [0, 0.75, -0.75, 1.5, -1.5] },
  { code: 3, outputs: 5, taps: 3, points: [0, 1, -1, 2, -2, 0.5] },
  { code: 4, outputs: 4, taps: 5, points: [0, 0.5, -0.5, 1, -1, 2, -2] },
];

export function productsOf({ outputs, taps }: Kind): number {
  return outputs + taps - 1;
}

/** The filter's transform [products][taps], row by row: powers of each point over the product of its distances. */
export function filterMatrix({ taps, points }: Kind): number[][] {
  const rows = points.map((point) => {
    const distances = points.reduce((product, other) => (other === point ? product : product * (point - other)), 1);
    return Array.from({ length: taps }, (_, power) => point ** power / distances);
  });
  return [...rows, Array.from({ length: taps }, (_, power) => (power === taps - 1 ? 1 : 0))];
}

export interface WinogradPlan {
  readonly y: Kind;
  readonly x: Kind;
  /** A filter of one column: rows and columns change places, so that x is always transformed. */
  readonly swapped: boolean;
}

/** The kind with the fewest products for so many outputs; among like ones the smallest. */
function bestKind(taps: number, outputs: number): Kind | undefined {
  if (taps === 1) return NONE;
  let best: Kind | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const kind of KINDS) {
    if (kind.taps !== taps) continue;
    const products = Math.ceil(outputs / kind.outputs) * productsOf(kind);
    if (products < 0.9 * least) {
      best = kind;
      least = products;
    }
  }
  return best;
}

/** Every plan for filters of these sizes, for tests and benchmarks. */
export function winogradPlans([height, width]: readonly [number, number]): WinogradPlan[] {
  const swapped = width === 1;
  const kinds = (taps: number) => (taps === 1 ? [NONE] : KINDS.filter((kind) => kind.taps === taps));
  const [tapsY, tapsX] = swapped ? [width, height] : [height, width];
  if (tapsX === 1) return [];
  return kinds(tapsY).flatMap((y) => kinds(tapsX).map((x) => ({ y, x, swapped })));
}

/** True for what the kernels of assembly/winograd.ts can compute. */
function applies(info: ConvInfo): boolean {
  return (
    info.dataFormat === 'channelsLast' &&
    info.strideHeight === 1 &&
    info.strideWidth === 1 &&
    info.dilationHeight === 1 &&
    info.dilationWidth === 1 &&
    info.inChannels % 4 === 0 &&
    info.outChannels % 4 === 0
  );
}

/**
 * Costs in multiplications of the matrix product, from measurements (docs/kernels.md): transforming one value of a tile;
 * one of the filter; entering and leaving a register tile, as a length of its sum.
 */
const VALUE_COST = 6;
const FILTER_COST = 5;
const TILE_COST = 6;
/** Winograd's error is larger and its memory traffic less even: it has to win by so much. */
const MARGIN = 1.15;
/**
 * Fewest outputs of a transformed dimension. Beside the edges of a narrow image some taps only ever meet padding: their
 * gradient is exactly 0, which a transform turns into rounding, and Adam takes full steps for that.
 */
const LEAST_OUTPUTS = 4;

/**
 * The plan for a convolution, or for its gradients, when it takes less time than the direct kernels.
 *
 * @param outputs `'y'` where the pixels of y are made or summed over, `'x'` for the gradient of the input
 */
export function winogradPlan(info: ConvInfo, outputs: 'y' | 'x'): WinogradPlan | undefined {
  if (!applies(info)) return undefined;
  const { batchSize, filterHeight, filterWidth, inChannels, outChannels } = info;
  const swapped = filterWidth === 1;
  const [height, width] = outputs === 'y' ? [info.outHeight, info.outWidth] : [info.inHeight, info.inWidth];
  const [tapsY, tapsX] = swapped ? [filterWidth, filterHeight] : [filterHeight, filterWidth];
  const [outputsY, outputsX] = swapped ? [width, height] : [height, width];
  if (tapsX === 1) return undefined;
  if ((tapsY > 1 && outputsY < LEAST_OUTPUTS) || outputsX < LEAST_OUTPUTS) return undefined;
  const y = bestKind(tapsY, outputsY);
  const x = bestKind(tapsX, outputsX);
  if (!y || !x) return undefined;
  const [c, n] = outputs === 'y' ? [inChannels, outChannels] : [outChannels, inChannels];
  const wide = Math.ceil(n / 8) * 8;
  const direct = batchSize * height * width * (tapsY * tapsX * c + TILE_COST) * wide;
  const positions = productsOf(y) * productsOf(x);
  const tiles = batchSize * Math.ceil(outputsY / y.outputs) * Math.ceil(outputsX / x.outputs);
  const products = Math.ceil(tiles / 4) * 4 * (c + TILE_COST) * wide;
  const transformed = positions * (products + VALUE_COST * tiles * (c + n) + FILTER_COST * c * wide);
  return MARGIN * transformed < direct ? { y, x, swapped } : undefined;
}
