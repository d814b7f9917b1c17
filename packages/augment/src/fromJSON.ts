import type { AudioClip } from '@ser/dsp';
import type { Augmentation } from './augmentation';
import { compose } from './composition/compose';
import { oneOf } from './composition/oneOf';
import { someOf } from './composition/someOf';
import { withProbability } from './composition/withProbability';
import { AugmentError } from './errors';
import type { AugmentationJson } from './toJSON';

/** Factories by the names that stand in JSON: `{ ...builtIns, yours }`. */
export type Registry<T = AudioClip> = Readonly<Record<string, (options: never) => Augmentation<T>>>;

/**
 * Makes an augmentation or a pipeline again from its JSON. `compose`, `oneOf`, `someOf` and `withProbability` are known; all
 * else comes from `registry`.
 *
 * @throws AugmentError `INVALID_JSON`, `UNKNOWN_AUGMENTATION` (the message lists the names), and what the factories throw
 * @example
 * const pipeline = fromJSON(JSON.parse(text), { ...builtIns, robot });
 */
export function fromJSON<T = AudioClip>(json: AugmentationJson, registry: Registry<T>): Augmentation<T> {
  if (typeof json !== 'object' || json === null || typeof json.name !== 'string') {
    throw new AugmentError(
      'INVALID_JSON',
      `fromJSON: expected { name, options } with a name, received ${JSON.stringify(json)}`,
    );
  }
  const { name, options = {} } = json;
  const composition = compositions.get(name);
  if (composition) return composition(name, options, registry as Registry<unknown>) as Augmentation<T>;
  const make = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (!make) {
    const known = [...compositions.keys(), ...Object.keys(registry)].sort().join(', ');
    throw new AugmentError('UNKNOWN_AUGMENTATION', `fromJSON: '${name}' is none of ${known}`);
  }
  return make(options as never);
}

type Composition = (name: string, options: unknown, registry: Registry<unknown>) => Augmentation<unknown>;

const compositions: ReadonlyMap<string, Composition> = new Map<string, Composition>([
  // A bare list is how references to compositions have named their members since the first release.
  ['compose', (name, options, registry) => compose(members(name, listed(options), registry))],
  ['oneOf', (name, options, registry) => oneOf(members(name, options, registry), options as object)],
  ['someOf', (name, options, registry) => someOf(members(name, options, registry), options as object)],
  [
    'withProbability',
    (name, options, registry) => {
      const [member, ...rest] = members(name, options, registry);
      if (rest.length > 0) {
        throw new AugmentError('INVALID_JSON', `fromJSON: ${name} takes one augmentation, received ${rest.length + 1}`);
      }
      return withProbability((options as { probability: number }).probability, member!);
    },
  ],
]);

function listed(options: unknown): unknown {
  return Array.isArray(options) ? { augmentations: options } : options;
}

function members(name: string, options: unknown, registry: Registry<unknown>): Augmentation<unknown>[] {
  const { augmentations } = (options ?? {}) as { augmentations?: unknown };
  if (!Array.isArray(augmentations)) {
    throw new AugmentError('INVALID_JSON', `fromJSON: options.augmentations of '${name}' must be a list`);
  }
  return augmentations.map((member: AugmentationJson) => fromJSON(member, registry));
}
