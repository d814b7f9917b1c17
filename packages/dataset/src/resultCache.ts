import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  Field,
  FixedSizeList,
  Float32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import writeFileAtomic from 'write-file-atomic';
import { type Dataset, makeDataset, makeRow, rowSize } from './dataset';
import { DatasetError } from './errors';

const stringColumns = ['clipId', 'speaker', 'version', 'label', 'split'] as const;

/**
 * A dataset as an Arrow file (Feather v2, uncompressed), which pyarrow and pandas open:
 * columns clipId, speaker, version, label, split (those that any row has; null where a row has none) and `x`, a
 * fixed-size list of float32; everything else is JSON in the schema's metadata.
 */
export function toArrow(dataset: Dataset, columns: readonly string[]): Uint8Array {
  const size = rowSize(dataset.shape);
  const item = new Field('item', new Float32(), false);
  const list = makeData({
    type: new FixedSizeList(size, item),
    length: dataset.rows.length,
    child: makeData({ type: new Float32(), length: dataset.x.length, data: dataset.x }),
  });
  const text = stringColumns
    .map((name) => ({ name, values: dataset.rows.map((row) => row[name] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null));
  const { shape, labels, failed, warnings, contentKey } = dataset;
  const metadata = new Map([['ser', JSON.stringify({ shape, labels, failed, warnings, contentKey, columns })]]);
  const fields = [
    ...text.map(({ name, values }) => new Field(name, new Utf8(), values.includes(null))),
    new Field('x', new FixedSizeList(size, item), false),
  ];
  const schema = new Schema(fields, metadata);
  const children = [...text.map(({ values }) => vectorFromArray(values, new Utf8()).data[0]!), list];
  const struct = makeData({ type: new Struct(fields), length: dataset.rows.length, children });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'file');
}

/** The inverse of {@link toArrow}. Throws whatever the parser throws: give it only bytes whose hash was right. */
export function fromArrow(bytes: Uint8Array): Dataset {
  const table = tableFromIPC(bytes);
  const { shape, labels, failed, warnings, contentKey } = JSON.parse(table.schema.metadata.get('ser') ?? '') as Dataset;
  const text = (name: (typeof stringColumns)[number]) => column(table, name).toArray() as string[];
  const optional = (name: 'speaker' | 'split') =>
    table.getChild(name)?.toArray() as readonly (string | null)[] | undefined;
  const [clipIds, versions, names] = [text('clipId'), text('version'), text('label')];
  const [speakers, splits] = [optional('speaker'), optional('split')];
  const values = new Vector([column(table, 'x').data[0]!.children[0]!]).toArray() as Float32Array;
  const rows = clipIds.map((clipId, row) =>
    makeRow({
      clipId,
      speaker: speakers?.[row] ?? undefined,
      version: versions[row]!,
      label: names[row]!,
      split: splits?.[row] ?? undefined,
    }),
  );
  // A copy, so that the arrays do not keep the file's bytes alive.
  const dataset = makeDataset({ x: Float32Array.from(values), shape, labels, rows, failed, warnings });
  if (dataset.contentKey !== contentKey) {
    throw new DatasetError('BAD_CACHE', `its content has key ${dataset.contentKey}, it says ${contentKey}`);
  }
  return dataset;
}

function column(table: Table, name: string): Vector {
  const found = table.getChild(name);
  if (!found) throw new DatasetError('BAD_CACHE', `it has no column '${name}'`);
  return found;
}

/** The cached dataset; undefined when there is none, or when it is damaged (then a process warning says so). */
export async function readCached(path: string): Promise<Dataset | undefined> {
  try {
    // The hash comes last when writing: without it the file is unfinished, not damaged.
    const expected = await readFile(hashPath(path), 'utf8').catch(ignoreMissing);
    const bytes = expected === undefined ? undefined : await readFile(path).catch(ignoreMissing);
    if (expected === undefined || bytes === undefined) return undefined;
    const found = sha256(bytes);
    if (found !== expected.split(' ')[0]) {
      throw new DatasetError('BAD_CACHE', `its SHA-256 is ${found}, the file beside it says ${expected.trim()}`);
    }
    return fromArrow(bytes);
  } catch (error) {
    warnBadCache(`the cached dataset ${path} is not usable and will be computed again: ${(error as Error).message}`);
    return undefined;
  }
}

/**
 * Writes a dataset and its hash, and reads both back. A cache that cannot be written costs the next run its time, but
 * must not cost this run its result, so failures are process warnings.
 */
export async function writeCached(path: string, dataset: Dataset, columns: readonly string[]): Promise<void> {
  try {
    const bytes = toArrow(dataset, columns);
    await mkdir(dirname(path), { recursive: true });
    await rm(hashPath(path), { force: true });
    await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const written = await readFile(path);
    // apache-arrow has written files that it cannot read (apache/arrow-js#315), and disks lie.
    if (sha256(written) !== sha256(bytes) || fromArrow(written).contentKey !== dataset.contentKey) {
      await rm(path, { force: true });
      throw new DatasetError('BAD_CACHE', 'what was written does not read back as the same data');
    }
    await writeFileAtomic(hashPath(path), `${sha256(bytes)}  ${path.split(/[\\/]/).at(-1)}\n`);
  } catch (error) {
    warnBadCache(`the dataset could not be cached at ${path}: ${(error as Error).message}`);
  }
}

function hashPath(path: string): string {
  return `${path}.sha256`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

/** Says that a cached result is lost, which costs time only. */
export function warnBadCache(message: string): void {
  process.emitWarning(message, { type: 'SerDatasetWarning', code: 'BAD_CACHE' });
}
