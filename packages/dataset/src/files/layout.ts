/** Changes when a file of the old form would no longer be read the same way. */
const VERSION = '1';
const WRITER = '@ser/dataset';

/** What lies in a dataset file, in this order. */
export type Section = 'x' | 'y' | 'crc32' | 'rows' | 'about' | 'contentKey' | 'sha256';

/** Everything that the places of all sections follow from. */
export interface Counts {
  readonly rows: number;
  readonly shape: readonly number[];
  /** Of the text that describes the rows. */
  readonly rowsBytes: number;
  /** Of the text that describes the whole. */
  readonly aboutBytes: number;
}

export interface Layout {
  readonly counts: Counts;
  /** The file up to its first value. */
  readonly head: Uint8Array;
  /** Start and end of each section, in bytes of the file. */
  readonly sections: Readonly<Record<Section, { readonly from: number; readonly to: number }>>;
  readonly fileBytes: number;
}

/**
 * A dataset file is a safetensors file, 8 bytes with the header's length, the header (JSON), the values:
 *
 * | tensor | type | shape | |
 * |---|---|---|---|
 * | `x` | F32 | rows, ...shape | |
 * | `y` | I32 | rows | class indices |
 * | `crc32` | U32 | rows | of each row's bytes in `x` |
 * | `rows` | U8 | | JSON lines, one a row: clipId, speaker, version, label, split |
 * | `about` | U8 | | JSON: labels, failed, warnings, and the key of what was built |
 * | `contentKey` | U8 | 32 | as of the same dataset in memory |
 * | `sha256` | U8 | 32 | of the header and all tensors between `x` and this |
 *
 * @see https://github.com/huggingface/safetensors#format
 */
export function layoutOf(counts: Counts): Layout {
  const { rows, shape, rowsBytes, aboutBytes } = counts;
  const tensors: readonly [Section, string, number[]][] = [
    ['x', 'F32', [rows, ...shape]],
    ['y', 'I32', [rows]],
    ['crc32', 'U32', [rows]],
    ['rows', 'U8', [rowsBytes]],
    ['about', 'U8', [aboutBytes]],
    ['contentKey', 'U8', [32]],
    ['sha256', 'U8', [32]],
  ];
  const header: Record<string, unknown> = { __metadata__: { writer: WRITER, version: VERSION } };
  const places: [Section, number, number][] = [];
  let at = 0;
  for (const [name, dtype, size] of tensors) {
    const end = at + size.reduce((product, length) => product * length, dtype === 'U8' ? 1 : 4);
    header[name] = { dtype, shape: size, data_offsets: [at, end] };
    places.push([name, at, end]);
    at = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the values start at a multiple of 8, as the format asks.
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(start).fill(0x20, 8);
  new DataView(head.buffer).setBigUint64(0, BigInt(start - 8), true);
  head.set(text, 8);
  const sections = Object.fromEntries(places.map(([name, from, to]) => [name, { from: start + from, to: start + to }]));
  return { counts, head, sections: sections as Layout['sections'], fileBytes: start + at };
}

/**
 * The layout that a header (without the 8 bytes before it) announces; undefined when it is not one that {@link layoutOf}
 * makes, byte for byte.
 */
export function parseHeader(header: Uint8Array): Layout | undefined {
  let announced: Partial<Record<Section, { shape?: unknown }>>;
  try {
    announced = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch {
    return undefined; // no JSON: some other file
  }
  const shapeOf = (name: Section): number[] => {
    const shape = announced?.[name]?.shape;
    const good = Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 0);
    return good ? shape : [];
  };
  const [rows, ...shape] = shapeOf('x');
  const [[rowsBytes], [aboutBytes]] = [shapeOf('rows'), shapeOf('about')];
  if (rows === undefined || rowsBytes === undefined || aboutBytes === undefined) return undefined;
  const layout = layoutOf({ rows, shape, rowsBytes, aboutBytes });
  return Number.isSafeInteger(layout.fileBytes) && Buffer.from(layout.head.subarray(8)).equals(header)
    ? layout
    : undefined;
}
