import { resample } from '@ser/dsp';
import { designButterworth } from '../biquad';
import { defineAugmentation } from '../defineAugmentation';
import { choice } from '../parameters';
import { exp, log } from '../portableMath';
import { reshape } from '../workpiece/work';

const LINE_RATE = 8000;
const LEVELS = 127;
const MU = 255;
const A = 87.6;

/**
 * A telephone line: 300 to 3,400 Hz (Butterworth, 24 dB an octave), 8,000 Hz, companded in 8 bits. Drawn: `{}`.
 *
 * The laws are the continuous ones that G.711's tables approximate by segments. What lies beyond full scale is cut off. Length and
 * sample rate stay: the way to 8 kHz and back is `sinc_hq`; a clip of a lower rate keeps its own.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see ITU-T G.711; ITU-T G.712 for the band
 * @example
 * telephone({ law: 'a' }).apply(clip, createRng(0)); // Europe
 */
export const telephone = /* @__PURE__ */ defineAugmentation({
  name: 'telephone',
  about: 'A telephone line: 300 to 3,400 Hz, 8 bits of mu-law or A-law.',
  module: '@ser/augment',
  params: {
    law: choice({ about: 'Companding', values: ['mu', 'a', 'none'], default: 'mu' }),
  },
  render: ({ samples, sampleRate }, { law }) => {
    const lineRate = Math.min(LINE_RATE, sampleRate);
    const narrow = resample(samples, sampleRate, lineRate, { resampler: 'sinc_hq' });
    const band = reshape(narrow, (piece) =>
      piece.filter([
        ...designButterworth('highPass', lineRate, 300, 4),
        ...designButterworth('lowPass', lineRate, 3400, 4),
      ]),
    );
    const line = Float32Array.from(band, laws[law]);
    const back = resample(line, lineRate, sampleRate, { resampler: 'sinc_hq' });
    const heard = new Float32Array(samples.length);
    heard.set(back.subarray(0, samples.length));
    return { samples: heard, sampleRate };
  },
});

const LOG_MU = /* @__PURE__ */ log(1 + MU);
const LOG_A = 1 + /* @__PURE__ */ log(A);
const laws = {
  mu: companded(
    (x) => log(1 + MU * x) / LOG_MU,
    (y) => (exp(y * LOG_MU) - 1) / MU,
  ),
  a: companded(
    (x) => (x < 1 / A ? A * x : 1 + log(A * x)) / LOG_A,
    (y) => (y < 1 / LOG_A ? y * LOG_A : exp(y * LOG_A - 1)) / A,
  ),
  none: (x: number) => x,
};

/** To 8 bits and back: the magnitude is compressed, rounded to 127 levels, and expanded. */
function companded(compress: (x: number) => number, expand: (y: number) => number): (x: number) => number {
  return (x) => Math.sign(x) * expand(Math.round(LEVELS * compress(Math.min(1, Math.abs(x)))) / LEVELS);
}
