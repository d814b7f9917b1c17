import { defineAugmentation, drawSeed, fixed, number } from '@ser/augment';
import { createRng } from '@ser/random';

/**
 * Adds the hum of a power line, as of a recorder with a bad earth: a fundamental and its overtones, at a signal-to-noise ratio.
 *
 * Overtone k has an amplitude of U(0.2, 1) / k and any phase; those above half the sample rate are left out. The ratio is of the
 * clip's RMS to that of the hum. Silence stays silence. Drawn: `{ snrDb, frequency, seed }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @example
 * mainsHum({ frequency: [59.9, 60.1] }).apply(clip, createRng(0));
 */
export const mainsHum = /* @__PURE__ */ defineAugmentation({
  name: 'mainsHum',
  about: 'The hum of a power line at a signal-to-noise ratio.',
  // Where worker threads find it.
  module: 'ser-augment-mains-hum',
  params: {
    snrDb: number({ about: 'Signal-to-noise ratio', unit: 'dB', min: -60, max: 120, default: [10, 40] }),
    frequency: number({ about: 'Of the power line', unit: 'Hz', min: 40, max: 70, default: [49.9, 50.1] }),
    overtones: fixed({
      about: 'How many, the fundamental included',
      unit: '',
      min: 1,
      max: 100,
      integer: true,
      default: 20,
    }),
  },
  draws: { seed: { kind: 'seed' } },
  drawReadsInput: false,
  draw: (_clip, rng) => ({ seed: drawSeed(rng) }),
  render: ({ samples, sampleRate }, { snrDb, frequency, overtones, seed }) => {
    const hum = new Float64Array(samples.length);
    const rng = createRng(seed);
    for (let k = 1; k <= overtones; k++) {
      // Drawn for those that are left out, too: the others are the same at every sample rate.
      const [amplitude, phase] = [rng.uniform(0.2, 1) / k, rng.uniform(0, 2 * Math.PI)];
      if (k * frequency < sampleRate / 2) addSine(hum, amplitude, (2 * Math.PI * k * frequency) / sampleRate, phase);
    }
    const level = rmsOf(hum);
    const scale = level > 0 ? (rmsOf(samples) / level) * 10 ** (-snrDb / 20) : 0;
    return { samples: samples.map((x, n) => x + scale * hum[n]!), sampleRate };
  },
});

/** Adds amplitude sin(phase + step n). Turning a pointer takes a tenth of the time of a sine a sample. */
function addSine(target: Float64Array, amplitude: number, step: number, phase: number): void {
  const [cos, sin] = [Math.cos(step), Math.sin(step)];
  let [re, im] = [amplitude * Math.cos(phase), amplitude * Math.sin(phase)];
  for (let n = 0; n < target.length; n++) {
    target[n]! += im;
    [re, im] = [cos * re - sin * im, sin * re + cos * im];
  }
}

function rmsOf(samples: Float32Array | Float64Array): number {
  let sum = 0;
  for (const x of samples) sum += x * x;
  return Math.sqrt(sum / samples.length);
}
