import type { Augmentation } from './augmentation';
import { AugmentError } from './errors';
import { compose } from './transforms/compose';
import { noise } from './transforms/noise';
import { pitchShift } from './transforms/pitchShift';
import { shift } from './transforms/shift';
import { timeStretch } from './transforms/timeStretch';

/** A built-in augmentation as JSON; `compose` takes a list of further ones as its options. */
export interface AugmentationSpec {
  readonly name: string;
  readonly options?: unknown;
}

const builtIns: ReadonlyMap<string, (options: unknown) => Augmentation> = new Map([
  ['compose', (options: unknown) => compose(specList(options).map((spec) => fromSpec(spec)))],
  ['noise', (options: unknown) => noise(settings('noise', options))],
  ['pitchShift', (options: unknown) => pitchShift(settings('pitchShift', options))],
  ['shift', (options: unknown) => shift(settings('shift', options))],
  ['timeStretch', (options: unknown) => timeStretch(settings('timeStretch', options))],
]);

/**
 * Makes a built-in augmentation again from its JSON description, in this thread or another.
 *
 * @throws AugmentError `UNKNOWN_AUGMENTATION` (the message lists the names), `INVALID_OPTION`.
 * @example
 * fromSpec({ name: 'compose', options: [{ name: 'timeStretch', options: { rate: 0.8 } }, { name: 'noise' }] });
 */
export function fromSpec(spec: AugmentationSpec): Augmentation {
  const make = builtIns.get(spec?.name);
  if (!make) {
    throw new AugmentError(
      'UNKNOWN_AUGMENTATION',
      `fromSpec: '${spec?.name}' is none of ${[...builtIns.keys()].join(', ')}`,
    );
  }
  return make(spec.options);
}

function settings(name: string, options: unknown): Record<string, never> {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new AugmentError(
      'INVALID_OPTION',
      `fromSpec: options of '${name}' must be an object, received ${JSON.stringify(options)}`,
    );
  }
  // Each factory checks its own values.
  return options as Record<string, never>;
}

function specList(options: unknown): readonly AugmentationSpec[] {
  if (!Array.isArray(options)) {
    throw new AugmentError(
      'INVALID_OPTION',
      `fromSpec: options of 'compose' must be a list, received ${JSON.stringify(options)}`,
    );
  }
  return options;
}
