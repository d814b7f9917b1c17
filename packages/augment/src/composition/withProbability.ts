import type { AudioClip } from '@ser/dsp';
import type { Augmentation, Drawn } from '../augmentation';
import { createAugmentation } from '../createAugmentation';
import { AugmentError } from '../errors';
import { toJSON } from '../toJSON';
import { builtInSpecs, compositionReference } from './compositionReference';
import { copyInput } from './copyInput';
import { checkSteps, drawReadsInput } from './sequence';

/**
 * An augmentation that is applied to some clips and leaves the others as they are (copied).
 *
 * Drawn: `{ applied: true, drawn }` or `{ applied: false }`.
 *
 * @param probability of being applied, 0 to 1
 * @throws AugmentError `INVALID_OPTION`, `INVALID_DRAWN`
 * @example
 * const sometimesNoisy = withProbability(0.5, noise());
 */
export function withProbability<T = AudioClip>(probability: number, augmentation: Augmentation<T>): Augmentation<T> {
  if (!(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
    throw new AugmentError(
      'INVALID_OPTION',
      `withProbability: probability must be from 0 to 1, received ${String(probability)}`,
    );
  }
  const steps = checkSteps('withProbability', [augmentation]);
  const specs = builtInSpecs(steps);
  return createAugmentation<T, { applied: boolean; drawn?: Drawn }>({
    name: 'withProbability',
    options: { probability, augmentations: steps.map(toJSON) },
    ...(specs ? { reference: compositionReference('withProbability', { probability, augmentations: specs }) } : {}),
    drawReadsInput: drawReadsInput(augmentation),
    draw: (input, rng) =>
      rng.uniform() < probability ? { applied: true, drawn: augmentation.draw(input, rng) } : { applied: false },
    render: (input, drawn) => {
      if (typeof drawn?.applied !== 'boolean') {
        throw new AugmentError(
          'INVALID_DRAWN',
          `withProbability.render: drawn.applied must be true or false, received ${JSON.stringify(drawn)}`,
        );
      }
      return drawn.applied ? augmentation.render(input, drawn.drawn as Drawn) : copyInput(input);
    },
  });
}
