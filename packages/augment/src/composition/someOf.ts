import type { AudioClip } from '@ser/dsp';
import type { Augmentation, Drawn } from '../augmentation';
import { createAugmentation } from '../createAugmentation';
import { AugmentError } from '../errors';
import type { NumberOrRange } from '../parameters';
import { toJSON } from '../toJSON';
import { builtInSpecs, compositionReference } from './compositionReference';
import { copyInput } from './copyInput';
import { checkSteps, drawReadsInput, drawSequence, renderSequence } from './sequence';

export interface SomeOfOptions {
  /** How many are applied: a whole number, or the ends of a range to draw from, 0 to all. Default [1, all]. */
  count?: NumberOrRange;
}

/**
 * Several of many augmentations, drawn for every clip without repetition and applied in the order of the list.
 *
 * Drawn: a list of `{ index, drawn }`.
 *
 * @param augmentations at least one
 * @throws AugmentError `INVALID_OPTION` for an empty list, or a count that is not whole or not from 0 to all; `INVALID_DRAWN`
 * @see audiomentations `SomeOf`
 * @example
 * const upToTwo = someOf([noise(), gain(), pitchShift({ nSteps: [-2, 2] })], { count: [0, 2] });
 */
export function someOf<T = AudioClip>(
  augmentations: readonly Augmentation<T>[],
  options: SomeOfOptions = {},
): Augmentation<T> {
  const steps = checkSteps('someOf', augmentations);
  const { count = [1, steps.length] } = options;
  const [low, high] = checkCount(count, steps.length);
  const specs = builtInSpecs(steps);
  return createAugmentation<T, readonly { index: number; drawn: Drawn }[]>({
    name: 'someOf',
    options: { augmentations: steps.map(toJSON), count },
    ...(specs ? { reference: compositionReference('someOf', { augmentations: specs, count }) } : {}),
    drawReadsInput: steps.some(drawReadsInput),
    draw: (input, rng) => {
      const chosen = rng
        .permutation(steps.length)
        .slice(0, low + rng.integer(high - low + 1))
        .sort();
      const indices = [...chosen];
      const drawn = drawSequence(
        indices.map((index) => steps[index]!),
        input,
        rng,
      );
      return indices.map((index, at) => ({ index, drawn: drawn[at]! }));
    },
    render: (input, drawn) => {
      const chosen = Array.isArray(drawn) ? drawn.map(({ index }) => steps[index]) : [undefined];
      if (!chosen.every((step) => step !== undefined)) {
        throw new AugmentError(
          'INVALID_DRAWN',
          `someOf.render: drawn must be a list of { index, drawn } with index from 0 to ${steps.length - 1}, received ${JSON.stringify(drawn)}`,
        );
      }
      if (chosen.length === 0) return copyInput(input);
      return renderSequence(
        chosen,
        input,
        drawn.map((step) => step.drawn),
      );
    },
  });
}

function checkCount(count: NumberOrRange, all: number): readonly [number, number] {
  const ends = typeof count === 'number' ? [count, count] : Array.isArray(count) ? count : [];
  const valid = ends.length === 2 && ends.every((end) => Number.isInteger(end) && end >= 0 && end <= all);
  if (!valid || ends[0] > ends[1]) {
    throw new AugmentError(
      'INVALID_OPTION',
      `someOf: count must be a whole number from 0 to ${all} or a range of two, received ${JSON.stringify(count)}`,
    );
  }
  return [ends[0], ends[1]];
}
