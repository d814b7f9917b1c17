import type { AudioClip } from '@ser/dsp';
import type { Augmentation, Drawn, ModuleReference } from '../augmentation';
import { defineAugmentation } from '../defineAugmentation';
import { AugmentError } from '../errors';

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
  if (!Array.isArray(augmentations) || augmentations.length === 0) {
    throw new AugmentError('INVALID_OPTION', 'compose: expected a list of at least one augmentation');
  }
  const steps = [...augmentations];
  const readers = steps.map((step) => step.drawReadsInput !== false);
  const references = steps.map((step) => step.reference);
  const builtIn = references.every((reference) => reference?.module === '@ser/augment');
  return defineAugmentation<T, readonly Drawn[]>({
    name: 'compose',
    options: { augmentations: steps.map(({ name, options }) => ({ name, options })) },
    ...(builtIn
      ? { reference: { module: '@ser/augment', export: 'fromSpec', options: specOf(references as ModuleReference[]) } }
      : {}),
    drawReadsInput: readers.some(Boolean),
    draw: (input, rng) => {
      const lastReader = readers.lastIndexOf(true);
      let current = input;
      return steps.map((step, index) => {
        const drawn = step.draw(current, rng);
        if (index < lastReader) current = step.render(current, drawn);
        return drawn;
      });
    },
    render: (input, drawn) => {
      if (!Array.isArray(drawn) || drawn.length !== steps.length) {
        throw new AugmentError(
          'INVALID_DRAWN',
          `compose.render: drawn must be a list of ${steps.length}, received ${JSON.stringify(drawn)}`,
        );
      }
      return steps.reduce((current, step, index) => step.render(current, drawn[index]), input);
    },
    apply: (input, rng) => steps.reduce((current, step) => step.apply(current, rng), input),
  });
}

/** `fromSpec`'s options for a composition of built-ins. */
function specOf(references: readonly ModuleReference[]) {
  return {
    name: 'compose',
    options: references.map(({ export: name, options }) => (name === 'fromSpec' ? options : { name, options })),
  };
}
