import { hzToMel, melToHz } from '@ser/mfcc';
import { defineAugmentation } from '../defineAugmentation';
import { choice, fixed, number } from '../parameters';
import { vocalTractSource } from '../vocalTractSource';

/**
 * Vocal tract length perturbation of a spectrogram: what lies at a frequency up to the boundary moves to `factor` times it, and what
 * lies above moves less, so that `fmax` stays where it is; columns in between are interpolated linearly. Drawn: `{ factor }`.
 *
 * As in the paper harmonics move along; `vtlp` moves the formants of a clip alone. The columns must be what the options say: mel bands as
 * `melFilterbank` makes them of the same `fmin` and `fmax`, or bins at equal distances from `fmin` to `fmax`.
 *
 * @throws AugmentError as every augmentation of matrices, see `defineAugmentation`; `INVALID_OPTION` where fmin is not below fmax
 * @see Jaitly & Hinton 2013, "Vocal tract length perturbation (VTLP) improves speech recognition", section 3; its range and boundary
 * @example
 * frequencyWarp({ fmax: 8000 }).apply(logMel({ samples, sampleRate: 16000 }), createRng(0));
 */
export const frequencyWarp = /* @__PURE__ */ defineAugmentation({
  name: 'frequencyWarp',
  about: 'Vocal tract length perturbation of a spectrogram.',
  input: 'matrix',
  module: '@ser/augment',
  params: {
    factor: number({
      about: 'Of frequencies: above 1 is a shorter tract',
      unit: '',
      min: 0.5,
      max: 2,
      default: [0.9, 1.1],
    }),
    boundary: fixed({
      about: 'Above it they move less; at most 0.9 fmax',
      unit: 'Hz',
      min: 1,
      max: 200000,
      default: 4800,
    }),
    scale: choice({
      about: "Of the columns: mel bands (Slaney's or HTK's), or bins",
      values: ['slaney', 'htk', 'linear'],
      default: 'slaney',
    }),
    fmin: fixed({ about: 'Lowest frequency', unit: 'Hz', min: 0, max: 200000, default: 0 }),
    fmax: fixed({ about: 'Highest frequency', unit: 'Hz', min: 1, max: 200000, default: 11025 }),
  },
  refuse: ({ fmin, fmax }) => (fmin < fmax ? undefined : `fmin must be below fmax, received ${fmin} and ${fmax} Hz`),
  render: ({ data, rows, cols }, { factor, boundary, scale, fmin, fmax }) => {
    const source = vocalTractSource(factor, boundary, fmax);
    const { toScale, toHz } = scales[scale];
    const lowest = toScale(fmin);
    // Bands lie between the edges of the filterbank, bins from the first to the last frequency.
    const [first, steps] = scale === 'linear' ? [0, Math.max(1, cols - 1)] : [1, cols + 1];
    const step = (toScale(fmax) - lowest) / steps;
    const warped = new Float32Array(data.length);
    for (let col = 0; col < cols; col++) {
      const from = (toScale(source(toHz(lowest + (col + first) * step))) - lowest) / step - first;
      const place = Math.min(cols - 1, Math.max(0, from));
      const below = Math.floor(place);
      const above = Math.min(cols - 1, below + 1);
      const share = place - below;
      for (let row = 0; row < rows * cols; row += cols) {
        const value = data[row + below]!;
        warped[row + col] = value + (data[row + above]! - value) * share;
      }
    }
    return { data: warped, rows, cols };
  },
});

const scales = {
  slaney: { toScale: (hz: number) => hzToMel(hz), toHz: (mel: number) => melToHz(mel) },
  htk: { toScale: (hz: number) => hzToMel(hz, { htk: true }), toHz: (mel: number) => melToHz(mel, { htk: true }) },
  linear: { toScale: (hz: number) => hz, toHz: (hz: number) => hz },
};
