import type { AudioClip } from '@ser/dsp';
import type { Augmentation, Drawn } from '../augmentation';
import { createAugmentation } from '../createAugmentation';
import { AugmentError } from '../errors';
import { toJSON } from '../toJSON';
import { builtInSpecs, compositionReference } from './compositionReference';
import { applySequence, checkSteps, drawReadsInput, drawSequence, renderSequence } from './sequence';

/**
 * Several augmentations in a row, each on the output of the one before.
 *
 * They draw in order from one `rng`. Drawn: a list with each one's parameters. `draw` renders the earlier ones only where
 * a later one's `draw` looks at its input; `apply` renders each once.
 *
 * A composition of built-ins carries a reference and so crosses to worker threads; with any other member it does not.
 *
 * @param augmentations at least one
 * @throws AugmentError `INVALID_OPTION` for an empty list; `INVALID_DRAWN` when rendering with a list of another length.
 * @example
 * const slowAndHigh = compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]);
 */
export function compose<T = AudioClip>(augmentations: readonly Augmentation<T>[]): Augmentation<T> {
  const steps = checkSteps('compose', augmentations);
  const specs = builtInSpecs(steps);
  return createAugmentation<T, readonly Drawn[]>({
    name: 'compose',
    options: { augmentations: steps.map(toJSON) },
    ...(specs ? { reference: compositionReference('compose', specs) } : {}),
    drawReadsInput: steps.some(drawReadsInput),
    draw: (input, rng) => drawSequence(steps, input, rng),
    render: (input, drawn) => {
      if (!Array.isArray(drawn) || drawn.length !== steps.length) {
        throw new AugmentError(
          'INVALID_DRAWN',
          `compose.render: drawn must be a list of ${steps.length}, received ${JSON.stringify(drawn)}`,
        );
      }
      return renderSequence(steps, input, drawn);
    },
    apply: (input, rng) => applySequence(steps, input, rng),
  });
}
