import { createHash } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Dataset, labelIndices, type Rows, rowSize, startContentKey } from '../dataset';
import { bytesOf, writeFully } from './fileBytes';
import { folderBeside } from './folderBeside';
import { type Layout, layoutOf } from './layout';

/** Values that are in memory at a time, in bytes. */
const BLOCK = 4 * 1024 * 1024;
/** Rows described by one piece of text. */
const ROWS_A_PIECE = 4096;

/** A dataset whose values are asked for block by block. */
export interface DatasetContent extends Pick<Dataset, 'shape' | 'labels' | 'failed' | 'warnings'> {
  /** Gone through more than once. */
  readonly rows: Rows;
  /** Names everything that the content was computed from; null when nothing can. */
  readonly buildKey: string | null;
  /** Values of the rows from `from` to before `to`. */
  values(from: number, to: number): Float32Array | Promise<Float32Array>;
}

/** What the text `about` of a file holds. */
export type About = Pick<DatasetContent, 'labels' | 'failed' | 'warnings' | 'buildKey'>;

/**
 * Writes a dataset file beside its place, flushes it, and renames it: a file that exists is whole.
 *
 * @throws DatasetError `FILE_NOT_WRITTEN` with the system's error as its cause; whatever `values` throws
 */
export async function writeDatasetFile(path: string, content: DatasetContent): Promise<void> {
  await folderBeside(path, async (folder) => {
    const temporary = join(folder, 'dataset');
    const file = await open(temporary, 'wx');
    try {
      const { labels, failed, warnings, buildKey } = content;
      const about = Buffer.from(JSON.stringify({ labels, failed, warnings, buildKey } satisfies About));
      const layout = layoutOf({
        rows: content.rows.length,
        shape: content.shape,
        rowsBytes: bytesIn(describeRows(content.rows)),
        aboutBytes: about.length,
      });
      const { checksums, contentKey } = await writeValues(content, layout, (bytes, position) =>
        writeFully(file, bytes, position),
      );
      const seal = createHash('sha256').update(layout.head);
      await writeFully(file, layout.head, 0);
      let position = layout.sections.y.from;
      const append = async (...parts: Uint8Array[]): Promise<void> => {
        for (const bytes of parts) {
          seal.update(bytes);
          await writeFully(file, bytes, position);
          position += bytes.length;
        }
      };
      await append(bytesOf(labelIndices(content)), bytesOf(checksums));
      for (const piece of describeRows(content.rows)) await append(piece);
      await append(about, contentKey);
      await writeFully(file, seal.digest(), position);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  });
}

async function writeValues(
  content: DatasetContent,
  { sections: { x } }: Layout,
  write: (bytes: Uint8Array, position: number) => Promise<void>,
): Promise<{ checksums: Uint32Array; contentKey: Uint8Array }> {
  const rows = content.rows.length;
  const rowBytes = 4 * rowSize(content.shape);
  const step = Math.max(1, Math.floor(BLOCK / rowBytes));
  const checksums = new Uint32Array(rows);
  const key = startContentKey(content);
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step);
    const bytes = bytesOf(await content.values(from, to));
    for (let row = from; row < to; row++) {
      checksums[row] = crc32(bytes.subarray((row - from) * rowBytes, (row - from + 1) * rowBytes));
    }
    key.update(bytes);
    await write(bytes, x.from + from * rowBytes);
  }
  return { checksums, contentKey: key.digest() };
}

/** The rows as JSON lines, some at a time. */
function* describeRows(rows: Rows): Generator<Uint8Array> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${JSON.stringify(row)}\n`);
    if (lines.length < ROWS_A_PIECE) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
  }
  yield Buffer.from(lines.join(''));
}

function bytesIn(pieces: Iterable<Uint8Array>): number {
  let bytes = 0;
  for (const { length } of pieces) bytes += length;
  return bytes;
}
