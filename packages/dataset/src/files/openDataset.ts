import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type Dataset, type DatasetRow, rowSize } from '../dataset';
import { DatasetError } from '../errors';
import type { RowSource } from '../rowSource';
import { bytesOf, readFully, unreadable } from './fileBytes';
import { type Layout, parseHeader, type Section } from './layout';
import { readRowsAt } from './readRowsAt';
import type { About } from './writeDatasetFile';

/** Longest header that is read, in bytes: far above any real one. */
const LONGEST_HEADER = 64 * 1024;
/** Bytes hashed at a time. */
const PIECE = 1024 * 1024;

/** A dataset whose values stay on disk: 8 bytes a row (label and checksum) are in memory, and what was asked for. */
export interface DatasetFile extends RowSource, Pick<Dataset, 'labels' | 'failed' | 'warnings' | 'contentKey'> {
  /**
   * Values of these rows, in this order; each row's checksum is verified.
   *
   * @throws DatasetError `BAD_OPTION` for a number that is no row; `CORRUPT_FILE`, `TRUNCATED_FILE`, `UNREADABLE_FILE`;
   * `FILE_CLOSED`
   */
  readRows(rows: Uint32Array): Promise<Float32Array>;
  /** What each row is, for splits; read anew at each call, since it takes far more memory than labels do. */
  readRowInfo(): Promise<DatasetRow[]>;
  /** Frees the file; reads in flight end first. */
  close(): Promise<void>;
}

/**
 * Opens what `saveDataset` or `buildDataset` with `file` wrote. Everything but the values is read and verified at once,
 * the values as they are asked for.
 *
 * @param path of the file
 * @throws DatasetError `UNREADABLE_FILE` when there is none or the system cannot read it, `FOREIGN_FILE` when it is not one
 * of ours or of another version, `TRUNCATED_FILE`, `CORRUPT_FILE`
 */
export async function openDataset(path: string): Promise<DatasetFile> {
  return (await openWithKey(path)).file;
}

/** The same, with the key of the build that wrote it. */
export async function openWithKey(path: string): Promise<{ file: DatasetFile; buildKey: string | null }> {
  const handle = await open(path, 'r').catch((cause: Error) => {
    throw unreadable(path, cause);
  });
  try {
    const layout = await readLayout(handle, path);
    const { rows } = layout.counts;
    const [y, checksums] = [new Int32Array(rows), new Uint32Array(rows)];
    const { about, contentKey } = await readVerified(handle, path, layout, y, checksums);
    const file = datasetFile(handle, path, { layout, y, checksums, about, contentKey });
    return { file, buildKey: about.buildKey };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface Parts {
  readonly layout: Layout;
  readonly y: Int32Array;
  readonly checksums: Uint32Array;
  readonly about: About;
  readonly contentKey: string;
}

function datasetFile(handle: FileHandle, path: string, parts: Parts): DatasetFile {
  const { y, checksums, contentKey } = parts;
  const { labels, failed, warnings } = parts.about;
  const { shape } = parts.layout.counts;
  const size = rowSize(shape);
  const { x, rows: described } = parts.layout.sections;
  let closed = false;
  const checkOpen = () => {
    if (closed) throw new DatasetError('FILE_CLOSED', `the dataset file ${path} was closed; open it again`);
  };
  return {
    shape,
    y,
    classes: labels.length,
    labels,
    failed,
    warnings,
    contentKey,
    async readRows(rows) {
      checkOpen();
      const stranger = rows.findIndex((row) => !(Number.isInteger(row) && row >= 0 && row < y.length));
      if (stranger >= 0) {
        const message = `readRows: row ${rows[stranger]} at position ${stranger}; ${path} has ${y.length} rows`;
        throw new DatasetError('BAD_OPTION', message);
      }
      const values = await readRowsAt(handle, path, { from: x.from, size }, rows);
      rows.forEach((row, i) => {
        if (crc32(bytesOf(values.subarray(i * size, (i + 1) * size))) === checksums[row]) return;
        const place = `row ${row} (at byte ${x.from + 4 * size * row})`;
        const message = `${place} of the dataset file ${path} does not match its checksum; write the file again`;
        throw new DatasetError('CORRUPT_FILE', message);
      });
      return values;
    },
    async readRowInfo() {
      checkOpen();
      const text = new Uint8Array(described.to - described.from);
      await readFully(handle, path, text, described.from);
      const lines = new TextDecoder().decode(text).split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line) as DatasetRow);
    },
    async close() {
      if (closed) return;
      closed = true;
      await handle.close();
    },
  };
}

function foreignFile(path: string, problem: string): DatasetError {
  const message = `${path} ${problem}; a file by saveDataset or buildDataset (version 1) was expected`;
  return new DatasetError('FOREIGN_FILE', message);
}

async function readLayout(handle: FileHandle, path: string): Promise<Layout> {
  const foreign = (problem: string) => foreignFile(path, problem);
  const status = await handle.stat();
  if (!status.isFile()) throw foreign('is not a file');
  if (status.size < 9) throw foreign(`has ${status.size} bytes`);
  const start = new Uint8Array(9);
  await readFully(handle, path, start, 0);
  const length = new DataView(start.buffer).getBigUint64(0, true);
  if (length > BigInt(LONGEST_HEADER) || start[8] !== 0x7b) throw foreign('does not begin with a header');
  const header = new Uint8Array(Number(length));
  await readFully(handle, path, header, 8);
  const layout = parseHeader(header);
  if (!layout) throw foreign('has another header');
  if (status.size < layout.fileBytes) {
    const message = `the dataset file ${path} has ${status.size} bytes; its header announces ${layout.fileBytes}`;
    throw new DatasetError('TRUNCATED_FILE', message);
  }
  if (status.size > layout.fileBytes) throw foreign(`has ${status.size - layout.fileBytes} bytes behind its end`);
  return layout;
}

/** Reads labels and checksums, and verifies everything but the values. */
async function readVerified(
  handle: FileHandle,
  path: string,
  { head, sections }: Layout,
  y: Int32Array,
  checksums: Uint32Array,
): Promise<{ about: About; contentKey: string }> {
  const hash = createHash('sha256').update(head);
  const read = async (section: Section, target: Uint8Array) => {
    await readFully(handle, path, target, sections[section].from);
    hash.update(target);
    return target;
  };
  await read('y', bytesOf(y));
  await read('crc32', bytesOf(checksums));
  const piece = new Uint8Array(PIECE);
  for (let at = sections.rows.from; at < sections.rows.to; at += PIECE) {
    const part = piece.subarray(0, Math.min(PIECE, sections.rows.to - at));
    await readFully(handle, path, part, at);
    hash.update(part);
  }
  const text = await read('about', new Uint8Array(sections.about.to - sections.about.from));
  const contentKey = await read('contentKey', new Uint8Array(32));
  const seal = new Uint8Array(32);
  await readFully(handle, path, seal, sections.sha256.from);
  if (!hash.digest().equals(seal)) {
    throw new DatasetError('CORRUPT_FILE', `the dataset file ${path} does not match its checksum; write it again`);
  }
  // From here on the bytes are those that were written, if perhaps not by us.
  const about = parseAbout(text);
  if (!about || y.some((label) => label < 0 || label >= about.labels.length)) {
    throw foreignFile(path, 'has labels that do not fit its rows');
  }
  return { about, contentKey: Buffer.from(contentKey).toString('hex') };
}

function parseAbout(text: Uint8Array): About | undefined {
  try {
    const about = JSON.parse(new TextDecoder().decode(text)) as About;
    return Array.isArray(about.labels) ? about : undefined;
  } catch {
    return undefined;
  }
}
