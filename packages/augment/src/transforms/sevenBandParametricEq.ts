import { designBiquad } from '../biquad';
import { defineAugmentation } from '../defineAugmentation';
import { drawnBetween, drawnList, range } from '../parameters';
import { log10, pow } from '../portableMath';
import { reshape } from '../workpiece/work';

/** Where each band's centre is drawn, in Hz; the outer two are shelves. */
const BANDS = [
  { shape: 'lowShelf', low: 42, high: 95 },
  { shape: 'peaking', low: 91, high: 204 },
  { shape: 'peaking', low: 196, high: 441 },
  { shape: 'peaking', low: 421, high: 948 },
  { shape: 'peaking', low: 909, high: 2045 },
  { shape: 'peaking', low: 1957, high: 4404 },
  { shape: 'highShelf', low: 4216, high: 9486 },
] as const;
const Q = { lowShelf: [0.1, 0.999], peaking: [0.5, 5], highShelf: [0.1, 0.999] } as const;

/**
 * Another timbre, as of another microphone or room: a low shelf, five peaks and a high shelf, each of a drawn centre, gain and steepness.
 *
 * Centres are uniform in mel from 42 Hz to 9,486 Hz, a band about 1.2 octaves wide. It starts from rest. A centre above 0.49 of the
 * sample rate acts as 0.49 of the rate. Drawn: `{ frequencies, gainsDb, qs }`, seven each.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `SevenBandParametricEQ`: scipy.signal.sosfilt with its coefficients within 1e-6
 * @example
 * sevenBandParametricEq({ gainDb: [-6, 6] }).apply(clip, createRng(0));
 */
export const sevenBandParametricEq = /* @__PURE__ */ defineAugmentation({
  name: 'sevenBandParametricEq',
  about: 'Raises and lowers seven bands, each by its own gain.',
  module: '@ser/augment',
  params: {
    gainDb: range({ about: 'Gain, drawn for each band', unit: 'dB', min: -60, max: 60, default: [-12, 12] }),
  },
  draws: {
    frequencies: drawnList(drawnBetween(1, 200000, 'Centres', 'Hz'), BANDS.length),
    gainsDb: drawnList(drawnBetween(-60, 60, 'Gains', 'dB'), BANDS.length),
    qs: drawnList(drawnBetween(0.05, 20, 'Steepness'), BANDS.length),
  },
  drawReadsInput: false,
  draw: (_clip, rng, { gainDb }) => ({
    frequencies: BANDS.map(({ low, high }) => toHz(rng.uniform(toMel(low), toMel(high)))),
    gainsDb: BANDS.map(() => rng.uniform(...gainDb)),
    qs: BANDS.map(({ shape }) => rng.uniform(...Q[shape])),
  }),
  render: ({ samples, sampleRate }, { frequencies, gainsDb, qs }) => {
    const sections = BANDS.map(({ shape }, band) =>
      designBiquad(shape, sampleRate, frequencies[band]!, qs[band]!, gainsDb[band]!),
    );
    return { samples: reshape(samples, (piece) => piece.filter(sections)), sampleRate };
  },
});

function toMel(frequency: number): number {
  return 2595 * log10(1 + frequency / 700);
}

function toHz(mel: number): number {
  return 700 * (pow(10, mel / 2595) - 1);
}
