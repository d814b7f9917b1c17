import type { Manifest } from '@ser/corpora';
import { type Dataset, type FailedClip, makeRow, type Rows } from './dataset';
import { DatasetError } from './errors';
import type { ClipOutcome } from './extractClip';
import { mayPass } from './mayPass';
import type { Recipe } from './recipe';

/** All of a dataset but its values. */
export interface CollectedRows extends Pick<Dataset, 'shape' | 'labels' | 'failed' | 'warnings'> {
  /** Made anew each time they are gone through. */
  readonly rows: Rows;
  /** For each row the place that its values were put at: rows that failed leave places empty. */
  readonly places: Uint32Array;
}

/**
 * Puts outcomes in the manifest's order, whatever the order they come in.
 *
 * @param put keeps a row's values at a place, counted in rows: clip after clip, versions innermost
 */
export function collectRows(
  manifest: Manifest,
  { featureSet, versions }: Recipe,
  put: (place: number, row: Float32Array) => void | Promise<void>,
) {
  const present = new Uint8Array(manifest.rows.length * versions.length);
  // Only of clips that have some: most have none.
  const failures = new Map<number, FailedClip[]>();
  const warnings = new Map<number, string[]>();

  return {
    async add(index: number, outcome: ClipOutcome): Promise<void> {
      const clipId = manifest.rows[index]!.id;
      const failed = outcome.failures.map((failure) => ({ clipId, ...failure }));
      if (failed.length > 0) failures.set(index, failed);
      if (outcome.warnings.length > 0) {
        warnings.set(
          index,
          outcome.warnings.map((warning) => `${clipId}: ${warning}`),
        );
      }
      for (const [version, row] of outcome.rows.entries()) {
        if (row === null) continue;
        const place = index * versions.length + version;
        await put(place, row);
        present[place] = 1;
      }
    },

    /** Whether the same inputs would give the same result again. */
    repeatable(): boolean {
      return ![...failures.values()].flat().some(mayPass);
    },

    finish(): CollectedRows {
      const places = placesOf(present);
      const rows: Rows = {
        length: places.length,
        *[Symbol.iterator]() {
          for (const place of places) {
            const { id, speaker, label, split } = manifest.rows[Math.floor(place / versions.length)]!;
            yield makeRow({ clipId: id, speaker, version: versions[place % versions.length]!.name, label, split });
          }
        },
      };
      const failed = inOrder(failures);
      if (rows.length === 0) {
        const first = failed[0]!;
        const message = `all ${manifest.rows.length} clips failed; the first, '${first.clipId}': ${first.code}: ${first.message}`;
        throw new DatasetError('NO_ROWS', `buildDataset: ${message}`);
      }
      const { labels } = manifest;
      return { shape: featureSet.shape, labels, rows, failed, warnings: inOrder(warnings), places };
    },
  };
}

function placesOf(present: Uint8Array): Uint32Array {
  const places = new Uint32Array(present.reduce((count, one) => count + one, 0));
  let at = 0;
  for (let place = 0; place < present.length; place++) if (present[place]) places[at++] = place;
  return places;
}

function inOrder<T>(byClip: ReadonlyMap<number, readonly T[]>): T[] {
  return [...byClip].sort(([a], [b]) => a - b).flatMap(([, some]) => some);
}
