import type { ClipSource, ManifestRow } from '@ser/corpora';
import { clipKey, recipeKey } from './cacheKey';
import { type ClipDigests, hashClips } from './clipDigests';
import type { PortableRecipe } from './recipe';

/** What the clips of a build are called in a cache. */
export interface ClipNames {
  /** Of options and code: all clips of a build share it. */
  readonly recipe: string;
  readonly digest: ClipDigests;
  readonly count: number;
  id(index: number): string;
  /** Null for a clip that could not be read and so cannot be cached. */
  key(index: number): string | null;
}

/** Names every clip by what it contains; see {@link hashClips} for what that costs. */
export async function nameClips(
  rows: readonly ManifestRow[],
  recipe: PortableRecipe,
  resolve: (source: ClipSource) => ClipSource,
  checkAborted: () => void,
): Promise<ClipNames> {
  const digest = await hashClips(rows, resolve, checkAborted);
  const generators = new Set<string>();
  for (const { source } of rows) {
    const resolved = resolve(source);
    if (resolved.kind === 'generated') generators.add(resolved.module);
  }
  const id = (index: number) => rows[index]!.id;
  return {
    recipe: recipeKey(recipe, [...generators]),
    digest,
    count: rows.length,
    id,
    key(index) {
      const bytes = digest(index);
      return bytes && clipKey(id(index), bytes);
    },
  };
}
