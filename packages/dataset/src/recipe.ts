import type { Augmentation } from '@ser/augment';
import type { FeatureSet, ModuleReference } from '@ser/features';
import { DatasetError } from './errors';
import { importReference, resolveReference } from './moduleReference';

/** Which part of a clip is read, and at what rate; as in `@ser/audio-io`'s `load`. */
export interface ClipWindow {
  /** Seconds skipped at the start. Default 0. */
  readonly offset?: number;
  /** Seconds read after `offset`; a shorter clip gives what it has. Default: to the end. */
  readonly duration?: number;
  /** Hz. Default 22,050; null keeps the file's rate. */
  readonly sampleRate?: number | null;
}

/** One version of every clip: itself, or an augmentation of it. */
export interface VersionSpec {
  readonly name: string;
  readonly augmentation?: Augmentation | ModuleReference;
}

/** Everything needed to turn a clip into rows, as live functions. */
export interface Recipe {
  readonly featureSet: FeatureSet;
  readonly versions: readonly { readonly name: string; readonly augmentation?: Augmentation }[];
  readonly clip: ClipWindow;
  readonly seed: number | string;
}

/** The same as JSON, which can cross to a worker. */
export interface PortableRecipe {
  readonly featureSet: ModuleReference;
  /** What the calling thread found under `featureSet`; a worker that finds something else must not go on. */
  readonly expected: { readonly name: string; readonly version: string; readonly shape: readonly number[] };
  readonly versions: readonly { readonly name: string; readonly augmentation?: ModuleReference }[];
  readonly clip: ClipWindow;
  readonly seed: number | string;
}

function isFeatureSet(value: unknown): value is FeatureSet {
  const set = value as Partial<FeatureSet> | null;
  return typeof set === 'object' && set !== null && typeof set.extract === 'function' && Array.isArray(set.shape);
}

function isAugmentation(value: unknown): value is Augmentation {
  const augmentation = value as Partial<Augmentation> | null;
  return typeof augmentation === 'object' && augmentation !== null && typeof augmentation.apply === 'function';
}

const importFeatureSet = (reference: ModuleReference) => importReference(reference, 'a feature set', isFeatureSet);
const importAugmentation = (reference: ModuleReference) =>
  importReference(reference, 'an augmentation', isAugmentation);

/**
 * Live functions for the calling thread and, when each of them names the module it comes from, their portable form.
 * `portable` is null as soon as one is an inline function: nothing can carry that to a worker, or prove that a cached
 * result still belongs to it.
 */
export async function makeRecipe(
  featureSet: FeatureSet | ModuleReference,
  versions: readonly VersionSpec[],
  clip: ClipWindow,
  seed: number | string,
): Promise<{ recipe: Recipe; portable: PortableRecipe | null }> {
  const set = await resolvePart(featureSet, isFeatureSet, importFeatureSet);
  const steps = await Promise.all(
    versions.map(async ({ name, augmentation }) => ({
      name,
      part: augmentation && (await resolvePart(augmentation, isAugmentation, importAugmentation)),
    })),
  );
  const recipe: Recipe = {
    featureSet: set.live,
    versions: steps.map(({ name, part }) => (part ? { name, augmentation: part.live } : { name })),
    clip,
    seed,
  };
  if (!set.reference || steps.some(({ part }) => part && !part.reference)) return { recipe, portable: null };
  const portable: PortableRecipe = {
    featureSet: set.reference,
    expected: { name: set.live.name, version: set.live.version, shape: set.live.shape },
    versions: steps.map(({ name, part }) => (part?.reference ? { name, augmentation: part.reference } : { name })),
    clip,
    seed,
  };
  return { recipe, portable };
}

async function resolvePart<T extends { readonly reference?: ModuleReference }>(
  given: T | ModuleReference,
  isLive: (value: unknown) => value is T,
  load: (reference: ModuleReference) => Promise<T>,
): Promise<{ live: T; reference?: ModuleReference }> {
  if (isLive(given)) {
    return given.reference ? { live: given, reference: resolveReference(given.reference) } : { live: given };
  }
  if (typeof given?.module !== 'string' || typeof given.export !== 'string') {
    throw new DatasetError(
      'BAD_OPTION',
      `buildDataset: expected a feature set or augmentation, or { module, export, options } naming one; received ${JSON.stringify(given)}`,
    );
  }
  const reference = resolveReference(given);
  return { live: await load(reference), reference };
}

/** The worker's side of {@link makeRecipe}. */
export async function importRecipe(portable: PortableRecipe): Promise<Recipe> {
  const featureSet = await importFeatureSet(portable.featureSet);
  const { name, version, shape } = featureSet;
  const found = JSON.stringify({ name, version, shape });
  const expected = JSON.stringify(portable.expected);
  if (found !== expected) {
    throw new DatasetError(
      'BAD_REFERENCE',
      `a worker found the feature set ${found} under ${portable.featureSet.module}#${portable.featureSet.export}; ` +
        `the caller's is ${expected}: make its reference name the set itself, options included`,
    );
  }
  const versions = await Promise.all(
    portable.versions.map(async (spec) =>
      spec.augmentation
        ? { name: spec.name, augmentation: await importAugmentation(spec.augmentation) }
        : { name: spec.name },
    ),
  );
  return { featureSet, versions, clip: portable.clip, seed: portable.seed };
}
