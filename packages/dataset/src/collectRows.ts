import type { Manifest } from '@ser/corpora';
import { type Dataset, type DatasetRow, type FailedClip, makeDataset, rowSize } from './dataset';
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

/** Puts outcomes in the manifest's order, whatever the order they come in. */
export function collectRows(manifest: Manifest, { featureSet, versions }: Recipe) {
  const size = rowSize(featureSet.shape);
  const x = new Float32Array(manifest.rows.length * versions.length * size);
  const present = new Uint8Array(manifest.rows.length * versions.length);
  const failures: FailedClip[][] = manifest.rows.map(() => []);
  const warnings: string[][] = manifest.rows.map(() => []);

  return {
    add(index: number, outcome: ClipOutcome): void {
      const clipId = manifest.rows[index]!.id;
      failures[index] = outcome.failures.map((failure) => ({ clipId, ...failure }));
      warnings[index] = outcome.warnings.map((warning) => `${clipId}: ${warning}`);
      outcome.rows.forEach((row, version) => {
        if (row === null) return;
        const at = index * versions.length + version;
        x.set(row, at * size);
        present[at] = 1;
      });
    },

    /** Whether the same inputs would give the same result again. */
    repeatable(): boolean {
      return !failures.flat().some(({ code }) => passing.has(code));
    },

    finish(): Dataset {
      const rows: DatasetRow[] = [];
      present.forEach((there, at) => {
        if (!there) return;
        // Rows that failed leave no gap.
        if (rows.length < at) x.copyWithin(rows.length * size, at * size, (at + 1) * size);
        const { id, speaker, label } = manifest.rows[Math.floor(at / versions.length)]!;
        rows.push({ clipId: id, speaker, version: versions[at % versions.length]!.name, label });
      });
      const failed = failures.flat();
      if (rows.length === 0) {
        const first = failed[0]!;
        const message = `all ${failures.length} clips failed; the first, '${first.clipId}': ${first.code}: ${first.message}`;
        throw new DatasetError('NO_ROWS', `buildDataset: ${message}`);
      }
      const kept = rows.length === present.length ? x : x.slice(0, rows.length * size);
      return makeDataset({
        x: kept,
        shape: featureSet.shape,
        labels: manifest.labels,
        rows,
        failed,
        warnings: warnings.flat(),
      });
    },
  };
}
