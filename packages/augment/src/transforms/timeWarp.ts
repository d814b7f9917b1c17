import { defineAugmentation } from '../defineAugmentation';
import { drawnBetween, fixed } from '../parameters';

/**
 * Warps a spectrogram's time: a moment more than W frames from both ends moves by up to W frames either way, the ends stay, and
 * between them time is stretched evenly; frames (rows) in between are interpolated linearly.
 *
 * W is `maxWarp`, or what half of the frames leave room for. Drawn: `{ position, shift }`, the moment as a share of the
 * places it may be at (0 to 1) and how far it moves in W (-1 to 1). `compose([timeWarp(), specAugment()])` is the paper's policy.
 *
 * @throws AugmentError as every augmentation of matrices, see `defineAugmentation`
 * @see Park et al. 2019, "SpecAugment", section 2, W = 80 as for LibriSpeech; the paper warps by a spline over the image whose
 * only moving point lies in its middle, here every frequency moves alike and nothing but time is bent
 * @example
 * timeWarp({ maxWarp: 20 }).apply(melSpectrogram(clip), createRng(0));
 */
export const timeWarp = /* @__PURE__ */ defineAugmentation({
  name: 'timeWarp',
  about: "Moves a moment of a spectrogram and stretches time on both sides of it (SpecAugment's time warp).",
  input: 'matrix',
  module: '@ser/augment',
  params: {
    maxWarp: fixed({ about: 'Farthest move', unit: 'frames', min: 0, max: 1e6, integer: true, default: 80 }),
  },
  draws: {
    position: drawnBetween(0, 1, 'Which moment moves'),
    shift: drawnBetween(-1, 1, 'How far, later is positive'),
  },
  drawReadsInput: false,
  draw: (_matrix, rng) => ({ position: rng.uniform(), shift: rng.uniform(-1, 1) }),
  render: ({ data, rows, cols }, { maxWarp, position, shift }) => {
    const last = rows - 1;
    const widest = Math.max(0, Math.min(maxWarp, Math.floor(last / 2) - 1));
    // A frame more than it moves, so that it never reaches an end.
    const margin = widest + 1;
    const from = margin + position * (last - 2 * margin);
    const to = from + shift * widest;
    const warped = new Float32Array(data.length);
    for (let row = 0; row < rows; row++) {
      const source =
        widest === 0 ? row : row < to ? (row * from) / to : last - ((last - row) * (last - from)) / (last - to);
      const below = Math.min(last, Math.floor(source));
      const above = Math.min(last, below + 1);
      const share = source - below;
      for (let col = 0; col < cols; col++) {
        const value = data[below * cols + col]!;
        warped[row * cols + col] = value + (data[above * cols + col]! - value) * share;
      }
    }
    return { data: warped, rows, cols };
  },
});
