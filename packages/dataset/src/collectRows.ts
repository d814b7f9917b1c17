import type { Manifest } from '@ser/corpora';
import { type Dataset, type DatasetRow, type FailedClip, makeRow } from './dataset';
import { DatasetError } from './errors';
import type { ClipOutcome } from './extractClip';
import type { Recipe } from './recipe';

/** Failures that another run need not meet: a dataset that has one is never cached. */
const passing = new Set([
  'WORKER_DIED',
  'CLIP_CHANGED',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EIO',
  'EAGAIN',
  'ERR_WORKER_OUT_OF_MEMORY',
]);

/** All of a dataset but its values. */
export interface CollectedRows extends Pick<Dataset, 'shape' | 'labels' | 'rows' | 'failed' | 'warnings'> {
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
  const failures: FailedClip[][] = manifest.rows.map(() => []);
  const warnings: string[][] = manifest.rows.map(() => []);

  return {
    async add(index: number, outcome: ClipOutcome): Promise<void> {
      const clipId = manifest.rows[index]!.id;
      failures[index] = outcome.failures.map((failure) => ({ clipId, ...failure }));
      warnings[index] = outcome.warnings.map((warning) => `${clipId}: ${warning}`);
      for (const [version, row] of outcome.rows.entries()) {
        if (row === null) continue;
        const place = index * versions.length + version;
        await put(place, row);
        present[place] = 1;
      }
    },

    /** Whether the same inputs would give the same result again. */
    repeatable(): boolean {
      return !failures.flat().some(({ code }) => passing.has(code));
    },

    finish(): CollectedRows {
      const places = Uint32Array.from([...present.keys()].filter((place) => present[place]));
      const rows = Array.from(places, (place): DatasetRow => {
        const { id, speaker, label, split } = manifest.rows[Math.floor(place / versions.length)]!;
        return makeRow({ clipId: id, speaker, version: versions[place % versions.length]!.name, label, split });
      });
      const failed = failures.flat();
      if (rows.length === 0) {
        const first = failed[0]!;
        const message = `all ${failures.length} clips failed; the first, '${first.clipId}': ${first.code}: ${first.message}`;
        throw new DatasetError('NO_ROWS', `buildDataset: ${message}`);
      }
      const { labels } = manifest;
      return { shape: featureSet.shape, labels, rows, failed, warnings: warnings.flat(), places };
    },
  };
}
