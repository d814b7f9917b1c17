import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ClipSource, ManifestRow } from '@ser/corpora';
import { forEachBounded } from './forEachBounded';

/** SHA-256 of what each clip is made from, in hexadecimal; null for a file that could not be read. */
export type ClipDigests = (index: number) => string | null;

/**
 * Reads every file once. Size and time of change would be faster and could lie; all of RAVDESS takes about a second.
 * Held as bytes: 33 a clip.
 *
 * @param resolve - gives a generated clip's module as a URL.
 */
export async function hashClips(
  rows: readonly ManifestRow[],
  resolve: (source: ClipSource) => ClipSource,
  checkAborted: () => void,
): Promise<ClipDigests> {
  const digests = Buffer.alloc(rows.length * 32);
  const known = new Uint8Array(rows.length);
  await forEachBounded(rows.length, 4, async (index) => {
    checkAborted();
    const source = resolve(rows[index]!.source);
    const data =
      source.kind === 'generated'
        ? JSON.stringify([source.module, source.export, source.options])
        : await readFile(source.path).catch(() => null); // the build will list it as failed
    if (data === null) return;
    createHash('sha256')
      .update(data)
      .digest()
      .copy(digests, index * 32);
    known[index] = 1;
  });
  return (index) => (known[index] ? digests.toString('hex', index * 32, (index + 1) * 32) : null);
}
