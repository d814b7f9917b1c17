import type { Rng } from '@ser/random';
import type { Augmentation, Drawn } from '../augmentation';
import { AugmentError } from '../errors';

/** A list of at least one augmentation, checked. */
export function checkSteps<T>(name: string, augmentations: readonly Augmentation<T>[]): readonly Augmentation<T>[] {
  if (!Array.isArray(augmentations) || augmentations.length === 0) {
    throw new AugmentError('INVALID_OPTION', `${name}: expected a list of at least one augmentation`);
  }
  augmentations.forEach((step: Augmentation<T>, index) => {
    if (typeof step?.draw !== 'function' || typeof step.render !== 'function') {
      throw new AugmentError('INVALID_OPTION', `${name}: element ${index} is no augmentation`);
    }
  });
  return [...augmentations];
}

export function drawReadsInput<T>({ drawReadsInput: reads = true }: Augmentation<T>): boolean {
  return reads;
}

/** Draws in order, each on the output of the one before; renders only as far as a later draw looks at its input. */
export function drawSequence<T>(steps: readonly Augmentation<T>[], input: T, rng: Rng): readonly Drawn[] {
  const lastReader = steps.findLastIndex(drawReadsInput);
  let current = input;
  return steps.map((step, index) => {
    const drawn = step.draw(current, rng);
    if (index < lastReader) current = step.render(current, drawn);
    return drawn;
  });
}

export function renderSequence<T>(steps: readonly Augmentation<T>[], input: T, drawn: readonly Drawn[]): T {
  return steps.reduce((current, step, index) => step.render(current, drawn[index] as Drawn), input);
}

export function applySequence<T>(steps: readonly Augmentation<T>[], input: T, rng: Rng): T {
  return steps.reduce((current, step) => step.apply(current, rng), input);
}
