import { type ComplexMemory, istft, stft } from '@ser/dsp';
import { defineAugmentation } from '../defineAugmentation';
import { fromDb } from '../level';
import { number } from '../parameters';

/** The spectrogram of the last clip: it would be as large as the clip's samples four times over, and new each time. */
const memory: ComplexMemory = { re: new Float32Array(0), im: new Float32Array(0) };
/** Samples of a longer signal get memory of their own, which is given back. */
const MOST_SAMPLES = 960_000;

const FREQUENCIES = [125, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000];
/** Per kilometre and frequency, by temperature in degrees Celsius; rows are humidities up to 50, 70 and 90 %. */
const COEFFICIENTS = {
  10: [
    [0.1, 0.2, 0.5, 1.1, 2.7, 9.4, 29.0, 91.5, 289.0],
    [0.1, 0.2, 0.5, 0.8, 1.8, 5.9, 21.1, 76.6, 280.2],
    [0.1, 0.2, 0.5, 0.7, 1.4, 4.4, 15.8, 58.0, 214.9],
  ],
  20: [
    [0.1, 0.3, 0.6, 1.0, 1.9, 5.8, 20.3, 72.3, 259.9],
    [0.1, 0.3, 0.6, 1.0, 1.7, 4.1, 13.5, 44.4, 148.7],
    [0.1, 0.3, 0.6, 1.1, 1.7, 3.5, 10.6, 31.2, 93.8],
  ],
} as const;

/**
 * Far away: air damps high frequencies by exp(-coefficient * distance), dry and cold air most. Drawn: `{ temperature, humidity, distance }`.
 *
 * The coefficients are tables for 10 and 20 degrees, of which the nearer is taken, and for three humidities; between their
 * frequencies the damping in dB is linear. The loss of level with distance is not part of it, see `gain`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see audiomentations 0.43.1 `AirAbsorption`, whose tables are those of pyroomacoustics: within 1e-6
 * @example
 * airAbsorption({ distance: 50 }).apply(clip, createRng(0));
 */
export const airAbsorption = /* @__PURE__ */ defineAugmentation({
  name: 'airAbsorption',
  about: 'The damping of high frequencies by air on a long way.',
  module: '@ser/augment',
  params: {
    temperature: number({ about: 'Of the air', unit: '°C', min: 10, max: 20, default: [10, 20] }),
    humidity: number({ about: 'Relative humidity', unit: '%', min: 30, max: 90, default: [30, 90] }),
    distance: number({ about: 'From source to microphone', unit: 'm', min: 0, max: 2500, default: [10, 100] }),
  },
  render: ({ samples, sampleRate }, { temperature, humidity, distance }) => {
    const row = humidity <= 50 ? 0 : humidity <= 70 ? 1 : 2;
    const coefficients = COEFFICIENTS[temperature < 15 ? 10 : 20][row]!;
    const decibels = coefficients.map((each) => -20 * Math.LOG10E * distance * each * 1e-3);
    const nFft = transformLength(sampleRate);
    const gains = Float32Array.from({ length: nFft / 2 + 1 }, (_, bin) =>
      fromDb(between(decibels, (bin * sampleRate) / nFft)),
    );
    const isKept = samples.length <= MOST_SAMPLES;
    const spectrum = stft(samples, { nFft, gains, ...(isKept ? { memory } : {}) });
    return { samples: istft(spectrum, { nFft, length: samples.length }), sampleRate };
  },
});

/** Bins as wide as the lowest octave of the tables. */
function transformLength(sampleRate: number): number {
  const bands = Math.floor(sampleRate / 2 / (FREQUENCIES[0]! / Math.SQRT2));
  return Math.max(4, 2 ** Math.ceil(Math.log2(bands)));
}

/** Linear between the frequencies of the tables, constant beyond them. */
function between(values: readonly number[], frequency: number): number {
  const above = FREQUENCIES.findIndex((each) => each > frequency);
  if (above === 0) return values[0]!;
  if (above < 0) return values.at(-1)!;
  const [low, high] = [FREQUENCIES[above - 1]!, FREQUENCIES[above]!];
  return values[above - 1]! + ((values[above]! - values[above - 1]!) * (frequency - low)) / (high - low);
}
