import { createHash, type Hash } from 'node:crypto';

/** What one row of `x` is. */
export interface DatasetRow {
  /** The manifest row's id. */
  readonly clipId: string;
  /** Absent where the manifest names none. */
  readonly speaker?: string;
  /** Name of the version this row was computed from ('original', or the name given to an augmentation). */
  readonly version: string;
  readonly label: string;
  /** The part its corpus puts it into; absent where the manifest says nothing. */
  readonly split?: string;
}

/** A row whose fields are always in this order, without those that are not given: `contentKey` is made of their JSON. */
export function makeRow({ clipId, speaker, version, label, split }: DatasetRow): DatasetRow {
  return {
    clipId,
    ...(speaker === undefined ? {} : { speaker }),
    version,
    label,
    ...(split === undefined ? {} : { split }),
  };
}

/** A clip (or, with `version`, one version of it) that gave no row. */
export interface FailedClip {
  readonly clipId: string;
  readonly version?: string;
  /** The code of the error that was thrown: of this package, of `@ser/audio-io`, or of whoever threw it. */
  readonly code: string;
  readonly message: string;
}

/** Features of a corpus as plain arrays. */
export interface Dataset {
  /** Row-major, `rows.length * product(shape)` values. */
  readonly x: Float32Array;
  /** Shape of one row, for instance `[162]` or `[224, 20]`. */
  readonly shape: readonly number[];
  /** For each row the index of its label in `labels`. */
  readonly y: Int32Array;
  readonly labels: readonly string[];
  /** In the manifest's order, a clip's versions together and in the order they were asked for. */
  readonly rows: readonly DatasetRow[];
  readonly failed: readonly FailedClip[];
  /** What decoders had to say about clips that still gave rows, each with its clip's id. */
  readonly warnings: readonly string[];
  /** SHA-256 of the data itself (x, shape, y, labels, rows): equal keys mean equal data, however it was made. */
  readonly contentKey: string;
}

/** How many values one row of this shape has. */
export function rowSize(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Rows that need not all be in memory: an array is one. */
export interface Rows extends Iterable<DatasetRow> {
  readonly length: number;
}

/** For each row the index of its label. */
export function labelIndices({ labels, rows }: { labels: readonly string[]; rows: Rows }): Int32Array {
  const index = new Map(labels.map((label, position) => [label, position]));
  const y = new Int32Array(rows.length);
  let at = 0;
  for (const { label } of rows) y[at++] = index.get(label) ?? -1;
  return y;
}

/** The hash whose digest is `contentKey` once it has also taken the bytes of `x`. */
export function startContentKey({ shape, labels, rows }: Pick<Dataset, 'shape' | 'labels'> & { rows: Rows }): Hash {
  // The JSON of [shape, labels, rows], which need never be in memory.
  const hash = createHash('sha256').update(`[${JSON.stringify(shape)},${JSON.stringify(labels)},[`);
  let separator = '';
  for (const row of rows) {
    hash.update(separator + JSON.stringify(row));
    separator = ',';
  }
  return hash.update(']]');
}

/** A dataset from its parts, with `y` and `contentKey` computed. */
export function makeDataset(parts: Omit<Dataset, 'y' | 'contentKey'>): Dataset {
  const y = labelIndices(parts);
  const hash = startContentKey(parts);
  hash.update(new Uint8Array(parts.x.buffer, parts.x.byteOffset, parts.x.byteLength));
  return { ...parts, y, contentKey: hash.digest('hex') };
}
