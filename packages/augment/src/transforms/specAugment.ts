import { createRng } from '@ser/random';
import { defineAugmentation } from '../defineAugmentation';
import { drawSeed } from '../drawSeed';
import { choice, fixed, integer } from '../parameters';

/**
 * Masks blocks of frames (rows) and of frequencies (columns) of a spectrogram, each of a width from 0 to its limit.
 *
 * Drawn: `{ timeMasks, frequencyMasks, seed }`; widths and places come from the seed while rendering. The paper's third policy
 * is `timeWarp`.
 *
 * @throws AugmentError `INVALID_OPTION`, `INVALID_MATRIX`, `EMPTY_MATRIX`, `NON_FINITE_SAMPLES`, `INVALID_DRAWN`
 * @see Park et al. 2019, "SpecAugment", section 2; the defaults are its LibriSpeech double policy but for the width of time masks,
 * which its T = 100 of long utterances would make most of a clip
 * @example
 * specAugment({ timeMasks: 2, timeWidth: 20 }).apply(melSpectrogram(clip), createRng(0));
 */
export const specAugment = /* @__PURE__ */ defineAugmentation({
  name: 'specAugment',
  about: 'Masks blocks of frames and of frequencies of a spectrogram.',
  input: 'matrix',
  module: '@ser/augment',
  params: {
    timeMasks: integer({ about: 'Masks in time', unit: '', min: 0, max: 100, default: 2 }),
    timeWidth: fixed({ about: 'Largest width', unit: 'frames', min: 0, max: 1e6, integer: true, default: 40 }),
    timeFraction: fixed({ about: 'Largest width, of all frames', unit: '', min: 0, max: 1, default: 0.2 }),
    frequencyMasks: integer({ about: 'Masks in frequency', unit: '', min: 0, max: 100, default: 2 }),
    frequencyWidth: fixed({ about: 'Largest width', unit: 'bins', min: 0, max: 1e6, integer: true, default: 27 }),
    fill: choice({ about: 'What masks hold', values: ['mean', 'minimum', 'zero'], default: 'mean' }),
  },
  draws: { seed: { kind: 'seed' } },
  drawReadsInput: false,
  draw: (_matrix, rng) => ({ seed: drawSeed(rng) }),
  render: (
    { data, rows, cols },
    { timeMasks, timeWidth, timeFraction, frequencyMasks, frequencyWidth, fill, seed },
  ) => {
    const rng = createRng(seed);
    const masked = data.slice();
    const value = fillers[fill](data);
    const block = (size: number, widest: number): readonly [number, number] => {
      const width = rng.integer(Math.min(widest, size) + 1);
      const start = rng.integer(size - width + 1);
      return [start, start + width];
    };
    for (let mask = 0; mask < timeMasks; mask++) {
      const [from, to] = block(rows, Math.min(timeWidth, Math.floor(timeFraction * rows)));
      masked.fill(value, from * cols, to * cols);
    }
    for (let mask = 0; mask < frequencyMasks; mask++) {
      const [from, to] = block(cols, frequencyWidth);
      for (let row = 0; row < rows; row++) masked.fill(value, row * cols + from, row * cols + to);
    }
    return { data: masked, rows, cols };
  },
});

const fillers = {
  mean: (data: Float32Array) => data.reduce((sum, value) => sum + value / data.length, 0),
  minimum: (data: Float32Array) => data.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  zero: () => 0,
};
