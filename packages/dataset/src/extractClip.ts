import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decode, load } from '@ser/audio-io';
import type { ClipSource } from '@ser/corpora';
import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import { rowSize } from './dataset';
import { DatasetError } from './errors';
import { importReference } from './moduleReference';
import type { ClipWindow, Recipe } from './recipe';

/** One clip's work, as it crosses to a worker. */
export interface ClipJob {
  readonly id: string;
  readonly source: ClipSource;
  /** SHA-256 the file's bytes had when the cache key was made; null when there is no cache. */
  readonly digest: string | null;
}

export interface ClipOutcome {
  /** One entry a version; null where it failed. */
  readonly rows: readonly (Float32Array | null)[];
  readonly failures: readonly { readonly version?: string; readonly code: string; readonly message: string }[];
  readonly warnings: readonly string[];
}

/**
 * Reads and decodes a clip once, crops, mixes and resamples it once, and computes one row for each version.
 * A version's random numbers depend on seed, clip id and version name alone:
 * `createRng(seed).fork(clip id).fork(version name)`.
 */
export async function extractClip(job: ClipJob, recipe: Recipe): Promise<ClipOutcome> {
  let loaded: { clip: AudioClip; warnings: readonly string[] };
  try {
    loaded = await loadClip(job, recipe.clip);
  } catch (error) {
    return { rows: recipe.versions.map(() => null), failures: [describe(error)], warnings: [] };
  }
  const rng = createRng(recipe.seed).fork(job.id);
  const rows: (Float32Array | null)[] = [];
  const failures: { version: string; code: string; message: string }[] = [];
  for (const { name, augmentation } of recipe.versions) {
    try {
      const clip = augmentation ? augmentation.apply(loaded.clip, rng.fork(name)) : loaded.clip;
      rows.push(checkRow(recipe.featureSet.extract(clip), recipe));
    } catch (error) {
      rows.push(null);
      failures.push({ version: name, ...describe(error) });
    }
  }
  return { rows, failures, warnings: loaded.warnings };
}

async function loadClip(job: ClipJob, window: ClipWindow): Promise<{ clip: AudioClip; warnings: readonly string[] }> {
  const { source } = job;
  if (source.kind === 'generated') {
    const whole = await importReference(source, 'an audio clip', isAudioClip);
    return { clip: await load(whole, window), warnings: [] };
  }
  const bytes = await readFile(source.path);
  if (job.digest !== null && createHash('sha256').update(bytes).digest('hex') !== job.digest) {
    throw new DatasetError('CLIP_CHANGED', `${source.path} changed while the dataset was being built; build it again`);
  }
  const decoded = await decode(bytes);
  return { clip: await load(decoded, window), warnings: decoded.warnings };
}

function isAudioClip(value: unknown): value is AudioClip {
  const clip = value as Partial<AudioClip> | null;
  return (
    typeof clip === 'object' && clip !== null && ArrayBuffer.isView(clip.samples) && typeof clip.sampleRate === 'number'
  );
}

function checkRow(row: Float32Array, { featureSet }: Recipe): Float32Array {
  const expected = rowSize(featureSet.shape);
  if (!ArrayBuffer.isView(row) || row.length !== expected) {
    throw new DatasetError(
      'FEATURE_SHAPE',
      `feature set '${featureSet.name}' returned ${row?.length} values; its shape [${featureSet.shape.join(', ')}] has ${expected}`,
    );
  }
  const bad = row.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DatasetError(
      'FEATURE_NOT_FINITE',
      `feature set '${featureSet.name}' returned ${row[bad]} at index ${bad}`,
    );
  }
  return row;
}

/** The class of an error is lost between threads, so only its code and message travel. */
function describe(error: unknown): { code: string; message: string } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return {
    code: typeof code === 'string' ? code : 'ERROR',
    message: typeof message === 'string' ? message : String(error),
  };
}
