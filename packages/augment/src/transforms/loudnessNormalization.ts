import { defineAugmentation } from '../defineAugmentation';
import { fromDb } from '../level';
import { loudnessOf } from '../loudness';
import { number } from '../parameters';
import { reshape } from '../workpiece/work';

/**
 * Brings the clip to a loudness as heard: integrated loudness after ITU-R BS.1770-4. Drawn: `{ lufs }`.
 *
 * A clip under 0.4 s is measured as one block. Silence, and what lies under -70 LUFS, stays as it is. The output may leave [-1, 1].
 *
 * @throws AugmentError as every augmentation, see `defineAugmentation`
 * @see pyloudnorm 0.2.0 with the filters "DeMan": within 1e-6; audiomentations 0.43.1 `LoudnessNormalization`
 * @example
 * loudnessNormalization({ lufs: -23 }).apply(clip, createRng(0)); // EBU R 128
 */
export const loudnessNormalization = /* @__PURE__ */ defineAugmentation({
  name: 'loudnessNormalization',
  about: 'Brings the loudness as heard (ITU-R BS.1770) to a level.',
  module: '@ser/augment',
  params: {
    lufs: number({ about: 'Integrated loudness of the output', unit: 'LUFS', min: -70, max: 0, default: [-31, -13] }),
  },
  render: ({ samples, sampleRate }, { lufs }) => {
    const loudness = loudnessOf(samples, sampleRate);
    const factor = Number.isFinite(loudness) ? fromDb(lufs - loudness) : 1;
    return { samples: reshape(samples, (piece) => piece.scale(factor)), sampleRate };
  },
});
