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
  vectorFromArray,
} from 'apache-arrow';
import { rowSize } from '../dataset';
import { DatasetError } from '../errors';
import type { ClipOutcome } from '../extractClip';

/** What one clip gave, under the name of everything that it was computed from but the recipe. */
export interface CachedClip {
  readonly key: string;
  readonly id: string;
  readonly outcome: ClipOutcome;
}

/** What all rows of a cache folder have in common. */
export interface ShardRecipe {
  readonly featureSet: { readonly name: string; readonly version: string };
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** Names of a row's last axis. */
  readonly columns: readonly string[];
  /** Names of the versions, in the order of a clip's rows. */
  readonly versions: readonly string[];
}

/** How a clip is described in the schema's metadata; its rows follow one another in the table. */
interface ClipEntry extends Pick<ClipOutcome, 'failures' | 'warnings'> {
  readonly key: string;
  readonly id: string;
  /** Numbers of the versions that gave a row. */
  readonly rows: readonly number[];
}

/**
 * Clips as an Arrow file (Feather v2, uncompressed), which pyarrow and pandas open: columns clipId, version and `x`, a
 * fixed-size list of float32; keys, failures and the recipe are JSON in the schema's metadata.
 */
export function encodeShard(clips: readonly CachedClip[], recipe: ShardRecipe): Uint8Array {
  const size = rowSize(recipe.shape);
  const rows = clips.flatMap(({ id, outcome }) =>
    outcome.rows.flatMap((values, version) => (values ? [{ id, version: recipe.versions[version]!, values }] : [])),
  );
  const x = new Float32Array(rows.length * size);
  rows.forEach(({ values }, row) => {
    x.set(values, row * size);
  });
  const entries = clips.map(({ key, id, outcome: { rows, failures, warnings } }): ClipEntry => {
    return { key, id, rows: rows.flatMap((values, version) => (values ? [version] : [])), failures, warnings };
  });
  const list = new FixedSizeList(size, new Field('item', new Float32(), false));
  const schema = new Schema(
    [new Field('clipId', new Utf8(), false), new Field('version', new Utf8(), false), new Field('x', list, false)],
    new Map([['ser', JSON.stringify({ ...recipe, clips: entries })]]),
  );
  const text = (values: readonly string[]) => vectorFromArray(values, new Utf8()).data[0]!;
  const children = [
    text(rows.map(({ id }) => id)),
    text(rows.map(({ version }) => version)),
    makeData({
      type: list,
      length: rows.length,
      child: makeData({ type: new Float32(), length: x.length, data: x }),
    }),
  ];
  const struct = makeData({ type: new Struct(schema.fields), length: rows.length, children });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'file');
}

/** The inverse of {@link encodeShard}. Throws whatever the parser throws: give it only bytes whose hash was right. */
export function decodeShard(bytes: Uint8Array): CachedClip[] {
  const table = tableFromIPC(bytes);
  const { shape, versions, clips } = JSON.parse(table.schema.metadata.get('ser') ?? '') as ShardRecipe & {
    clips: ClipEntry[];
  };
  const size = rowSize(shape);
  const x = table.getChild('x')?.data[0]?.children[0]?.values as Float32Array | undefined;
  const count = clips.reduce((sum, { rows }) => sum + rows.length, 0);
  if ((x?.length ?? 0) < count * size) {
    throw new DatasetError('BAD_CACHE', `it has ${x?.length ?? 0} values; its ${count} rows need ${count * size}`);
  }
  let at = 0;
  return clips.map(({ key, id, rows, failures, warnings }) => {
    const values: (Float32Array | null)[] = versions.map(() => null);
    for (const version of rows) {
      values[version] = x!.subarray(at, at + size);
      at += size;
    }
    return { key, id, outcome: { rows: values, failures, warnings } };
  });
}
