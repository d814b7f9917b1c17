import { type Convolver, createConvolver } from '@ser/dsp';
import { atRate } from '../atRate';
import { defineAugmentation } from '../defineAugmentation';
import { rms, rmsOf } from '../level';
import { clips, drawnInteger } from '../parameters';
import { pick } from '../pick';
import { reshape } from '../workpiece/work';

/** Kept as long as the response lives: a hall meets many clips. */
const convolvers = new WeakMap<Float32Array, Convolver>();

/**
 * Puts the clip into a room: convolution with one of several impulse responses, at the clip's RMS and length.
 *
 * The reverberation after the clip's end is cut. A response of another sample rate is resampled (`sinc_hq`). Drawn: `{ response }`.
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`; `INVALID_OPTION` without a response, `SILENT_SOUND` for a silent one
 * @see scipy.signal.fftconvolve: within 1e-6; audiomentations 0.43.1 `ApplyImpulseResponse` (which brings the peak to 0.5)
 * @example
 * impulseResponse({ responses: [hall] }).apply(clip, createRng(0));
 */
export const impulseResponse = /* @__PURE__ */ defineAugmentation({
  name: 'impulseResponse',
  about: 'Reverberation by convolution, at the same RMS and length.',
  module: '@ser/augment',
  params: { responses: clips({ about: 'Impulse responses, none silent', notSilent: true }) },
  draws: { response: drawnInteger(0, 2 ** 32 - 1, 'Which response') },
  drawReadsInput: false,
  draw: (_clip, rng, { responses }) => ({ response: rng.integer(responses.length) }),
  render: ({ samples, sampleRate }, { responses, response }) => {
    const level = rmsOf(samples);
    const wet = reshape(
      convolverOf(atRate(pick('impulseResponse', responses, response), sampleRate))(samples),
      (piece) => {
        const before = rms(piece);
        piece.scale(before > 0 ? level / before : 0);
      },
    );
    return { samples: wet, sampleRate };
  },
});

function convolverOf(response: Float32Array): Convolver {
  let convolver = convolvers.get(response);
  if (!convolver) {
    convolver = createConvolver(response);
    convolvers.set(response, convolver);
  }
  return convolver;
}
