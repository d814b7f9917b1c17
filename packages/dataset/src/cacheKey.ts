import { createHash, type Hash } from 'node:crypto';
import type { Manifest } from '@ser/corpora';
import type { ClipNames } from './clipNames';
import { codeVersion } from './codeVersion';
import type { PortableRecipe } from './recipe';

/** Changes when what is cached under the same key would no longer be read the same way. */
const CACHE_FORMAT = 2;

/**
 * Everything a clip's rows depend on but the clip, in one name: options and code.
 *
 * @param generators - URLs of the modules that make clips.
 */
export function recipeKey(recipe: PortableRecipe, generators: readonly string[]): string {
  const modules = [recipe.featureSet, ...recipe.versions.flatMap(({ augmentation }) => augmentation ?? [])];
  const code = codeVersion([import.meta.url, ...modules.map(({ module }) => module), ...generators]);
  const { expected, clip, seed } = recipe;
  // Of a module reference the folder it lies in does not matter: its code is in `code`.
  const identify = ({ export: name, options }: { export: string; options?: unknown }) => [name, options ?? null];
  return hashOf({
    format: CACHE_FORMAT,
    code,
    featureSet: [expected, identify(recipe.featureSet)],
    versions: recipe.versions.map(({ name, augmentation }) => [name, augmentation ? identify(augmentation) : null]),
    clip: [clip.offset ?? 0, clip.duration ?? null, clip.sampleRate === undefined ? 22050 : clip.sampleRate],
    seed,
  }).digest('hex');
}

/** A clip within its recipe: its bytes, and the id that its random numbers come from. */
export function clipKey(id: string, digest: string): string {
  return hashOf([id, digest]).digest('base64url');
}

/** Everything a dataset depends on, in one name. */
export function datasetKey(names: Pick<ClipNames, 'recipe' | 'digest'>, { rows, labels }: Manifest): string {
  const hash = hashOf([names.recipe, labels]);
  rows.forEach(({ id, label, speaker, split }, index) => {
    hash.update(JSON.stringify([id, label, speaker, names.digest(index), split]));
  });
  return hash.digest('hex');
}

function hashOf(value: unknown): Hash {
  return createHash('sha256').update(JSON.stringify(value));
}
