import type { Batch } from '../batch';
import { defineAugmentation } from '../defineAugmentation';
import { drawBeta } from '../drawBeta';
import { AugmentError } from '../errors';
import { drawnBetween, drawnInteger, fixed } from '../parameters';
import { checkPartners, drawnPartners } from '../partners';

const LONGEST = 2 ** 32;

/**
 * Puts a block of another row into each row of a batch, the same block for all: of a spectrogram a rectangle of frames and bins, of a
 * feature vector a part.
 *
 * The block spans the first axis of the shape from `top` to `bottom` and the second from `left` to `right`, further ones (channels)
 * whole. Its middle is uniform and its size by 1 - weight, weight from Beta(alpha, alpha); what sticks out is cut. `weight` is then
 * the share of the row that stays, by which labels are to be mixed, as `mixBatches` of `@ser/train` does. Drawn: `{ weight, partners, top,
 * bottom, left, right }`.
 *
 * @throws AugmentError `INVALID_OPTION`, `INVALID_BATCH`, `EMPTY_BATCH`, `NON_FINITE_SAMPLES`, `INVALID_DRAWN`
 * @see Yun et al. 2019, "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", section 3.1
 * @example
 * await fit(model, data, { epochs: 50, augment: mixBatches(cutmix()) });
 */
export const cutmix = /* @__PURE__ */ defineAugmentation({
  name: 'cutmix',
  about: 'Puts a block of another row into each row of a batch, for labels mixed by its area.',
  input: 'batch',
  module: '@ser/augment',
  params: {
    alpha: fixed({ about: 'Of Beta(alpha, alpha): 1 cuts any area', unit: '', min: 1e-3, max: 1e3, default: 1 }),
  },
  draws: {
    weight: drawnBetween(0, 1, 'Share of the row itself'),
    partners: drawnPartners,
    top: drawnInteger(0, LONGEST, 'First of the first axis'),
    bottom: drawnInteger(0, LONGEST, 'After the last of the first axis'),
    left: drawnInteger(0, LONGEST, 'First of the second axis'),
    right: drawnInteger(0, LONGEST, 'After the last of the second axis'),
  },
  draw: (batch, rng, { alpha }) => {
    const { height, width } = areaOf(batch);
    const cut = 1 - drawBeta(alpha, rng);
    // An axis of one value cannot be cut: the other one takes it all.
    const side = height > 1 && width > 1 ? Math.sqrt(cut) : cut;
    const span = (size: number): [number, number] => {
      if (size === 1) return [0, 1];
      const half = Math.floor((size * side) / 2);
      const middle = rng.integer(size);
      return [Math.max(0, middle - half), Math.min(size, middle + half)];
    };
    const [top, bottom] = span(height);
    const [left, right] = span(width);
    const weight = 1 - ((bottom - top) * (right - left)) / (height * width);
    return { weight, partners: [...rng.permutation(batch.rows)], top, bottom, left, right };
  },
  render: (batch, { partners, top, bottom, left, right }) => {
    const { data, rows, shape } = batch;
    checkPartners('cutmix', partners, rows);
    const { height, width, depth } = areaOf(batch);
    if (top > bottom || bottom > height || left > right || right > width) {
      throw new AugmentError(
        'INVALID_DRAWN',
        `cutmix.render: drawn block ${top} to ${bottom}, ${left} to ${right} is none of ${height} x ${width}`,
      );
    }
    const cut = data.slice();
    partners.forEach((partner, row) => {
      for (let line = top; line < bottom; line++) {
        const start = (partner * height + line) * width * depth;
        const part = data.subarray(start + left * depth, start + right * depth);
        cut.set(part, ((row * height + line) * width + left) * depth);
      }
    });
    return { data: cut, rows, shape };
  },
});

/** The two axes that are cut, and how many values lie in each of their places. */
function areaOf({ data, rows, shape: [height = 1, width = 1] }: Batch): {
  height: number;
  width: number;
  depth: number;
} {
  return { height, width, depth: data.length / rows / height / width };
}
