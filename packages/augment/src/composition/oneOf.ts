import type { AudioClip } from '@ser/dsp';
import type { Rng } from '@ser/random';
import type { Augmentation, Drawn } from '../augmentation';
import { createAugmentation } from '../createAugmentation';
import { AugmentError } from '../errors';
import { toJSON } from '../toJSON';
import { builtInSpecs, compositionReference } from './compositionReference';
import { checkSteps, drawReadsInput } from './sequence';

export interface OneOfOptions {
  /** How likely each is, relative to the others, >= 0; one number an augmentation. Default all alike. */
  weights?: readonly number[];
}

/**
 * One of several augmentations, drawn for every clip.
 *
 * Drawn: `{ index, drawn }`, the chosen one and what it drew.
 *
 * @param augmentations at least one
 * @throws AugmentError `INVALID_OPTION` for an empty list, or weights that are not as many, not finite and >= 0, or all 0;
 * `INVALID_DRAWN`
 * @see audiomentations `OneOf` (with weights)
 * @example
 * const noisyOrQuiet = oneOf([noise(), gain({ gainDb: [-12, -6] })], { weights: [3, 1] });
 */
export function oneOf<T = AudioClip>(
  augmentations: readonly Augmentation<T>[],
  { weights }: OneOfOptions = {},
): Augmentation<T> {
  const steps = checkSteps('oneOf', augmentations);
  if (weights !== undefined) checkWeights(weights, steps.length);
  const specs = builtInSpecs(steps);
  const further = weights ? { weights: [...weights] } : {};
  return createAugmentation<T, { index: number; drawn: Drawn }>({
    name: 'oneOf',
    options: { augmentations: steps.map(toJSON), ...further },
    ...(specs ? { reference: compositionReference('oneOf', { augmentations: specs, ...further }) } : {}),
    drawReadsInput: steps.some(drawReadsInput),
    draw: (input, rng) => {
      const index = weights ? chooseWeighted(weights, rng) : rng.integer(steps.length);
      return { index, drawn: steps[index]!.draw(input, rng) };
    },
    render: (input, drawn) => {
      const step = steps[drawn?.index];
      if (!step) {
        throw new AugmentError(
          'INVALID_DRAWN',
          `oneOf.render: drawn.index must be a whole number from 0 to ${steps.length - 1}, received ${JSON.stringify(drawn)}`,
        );
      }
      return step.render(input, drawn.drawn);
    },
  });
}

function checkWeights(weights: readonly number[], count: number): void {
  const valid =
    Array.isArray(weights) && weights.length === count && weights.every((w) => Number.isFinite(w) && w >= 0);
  if (!valid || !weights.some((weight) => weight > 0)) {
    throw new AugmentError(
      'INVALID_OPTION',
      `oneOf: weights must be ${count} numbers >= 0, not all 0, received ${JSON.stringify(weights)}`,
    );
  }
}

function chooseWeighted(weights: readonly number[], rng: Rng): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = rng.uniform(0, total);
  const index = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  // Rounding may leave a last remainder: it belongs to the last that can be chosen.
  return index >= 0 ? index : weights.findLastIndex((weight) => weight > 0);
}
