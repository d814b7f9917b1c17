import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ManifestRow } from '@ser/corpora';
import { codeVersion } from './codeVersion';
import { forEachBounded } from './forEachBounded';
import type { PortableRecipe } from './recipe';

/** Changes when a cache file of the same key would no longer be read the same way. */
const CACHE_FORMAT = 1;

/**
 * SHA-256 of every file's bytes, in the rows' order. Size and time of change would be faster and could lie; all of
 * RAVDESS takes about a second. Null for a file that cannot be read: the build will list it as failed.
 */
export async function hashClips(rows: readonly ManifestRow[], checkAborted: () => void): Promise<(string | null)[]> {
  const digests: (string | null)[] = rows.map(() => null);
  await forEachBounded(rows.length, 4, async (index) => {
    checkAborted();
    const { source } = rows[index]!;
    if (source.kind === 'generated') {
      digests[index] = sha256(JSON.stringify([source.module, source.export, source.options]));
      return;
    }
    const bytes = await readFile(source.path).catch(() => null);
    digests[index] = bytes && sha256(bytes);
  });
  return digests;
}

/** Everything a dataset's values depend on, in one name. */
export function cacheKey(
  recipe: PortableRecipe,
  rows: readonly ManifestRow[],
  labels: readonly string[],
  digests: readonly (string | null)[],
): string {
  const modules = [recipe.featureSet, ...recipe.versions.flatMap(({ augmentation }) => augmentation ?? [])];
  const generators = rows.flatMap(({ source }) => (source.kind === 'generated' ? [source] : []));
  const code = codeVersion([import.meta.url, ...[...modules, ...generators].map(({ module }) => module)]);
  const { expected, clip, seed } = recipe;
  // Of a module reference the folder it lies in does not matter: its code is in `code`.
  const identify = ({ export: name, options }: { export: string; options?: unknown }) => [name, options ?? null];
  return sha256(
    JSON.stringify({
      format: CACHE_FORMAT,
      code,
      featureSet: [expected, identify(recipe.featureSet)],
      versions: recipe.versions.map(({ name, augmentation }) => [name, augmentation ? identify(augmentation) : null]),
      clip: [clip.offset ?? 0, clip.duration ?? null, clip.sampleRate === undefined ? 22050 : clip.sampleRate],
      seed,
      labels,
      clips: rows.map(({ id, label, speaker, split }, index) => [
        id,
        label,
        speaker,
        digests[index],
        ...(split === undefined ? [] : [split]),
      ]),
    }),
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
