import type { AudioClip, Matrix } from '@ser/dsp';
import type { Augmentation } from './augmentation';
import type { Batch } from './batch';
import { batchBuiltIns, builtIns, matrixBuiltIns } from './builtIns';
import { fromJSON, type Registry } from './fromJSON';
import type { AugmentationJson } from './toJSON';

/** A built-in augmentation as JSON. */
export type AugmentationSpec = AugmentationJson;

/**
 * Makes a built-in augmentation again from its JSON description, in this thread or another: `fromJSON` with all built-ins, where
 * `compose` also takes a bare list of its members. References of compositions lead here.
 *
 * @throws AugmentError `UNKNOWN_AUGMENTATION` (the message lists the names), `INVALID_JSON`, `INVALID_OPTION`.
 * @example
 * fromSpec({ name: 'compose', options: [{ name: 'timeStretch', options: { rate: 0.8 } }, { name: 'noise' }] });
 */
export function fromSpec<T extends AudioClip | Matrix | Batch = AudioClip>(spec: AugmentationSpec): Augmentation<T> {
  return fromJSON<T>(spec, { ...builtIns, ...matrixBuiltIns, ...batchBuiltIns } as unknown as Registry<T>);
}
