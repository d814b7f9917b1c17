import { sha256 } from '@noble/hashes/sha2.js';
import { type Refuse, shorten } from './plainJson';

/** A float32 tensor as it lies in a file. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Little-endian. */
  readonly data: Uint8Array;
}

/** What a safetensors file holds. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly tensors: readonly NamedTensor[];
}

/** Largest header in bytes, that of the format's own reader. */
const largestHeader = 100_000_000;
/** The last tensor: the SHA-256 of every byte before it. */
const sealName = 'sha256';
const sealBytes = 32;

/**
 * One safetensors file: 8 bytes with the header's length, the header (JSON), the values. The last tensor is the SHA-256
 * of all bytes before it, header included, so a change anywhere is found and other readers still open the file.
 *
 * @param refuse - told what cannot be written: two tensors of a name, a value that is not finite, a header too large
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeTensorFile({ metadata, tensors }: TensorFile, refuse: Refuse): Uint8Array {
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  let size = 0;
  for (const { name, shape, data } of tensors) {
    if (header.has(name)) refuse(`two tensors are called ${shorten(name)}`);
    const expected = byteSize(shape, 'F32');
    if (data.length !== expected) {
      refuse(`tensor ${shorten(name)} [${shape.join(', ')}] has ${data.length} bytes; expected ${expected}`);
    }
    checkFinite(name, data, refuse);
    header.set(name, { dtype: 'F32', shape, data_offsets: [size, size + data.length] });
    size += data.length;
  }
  header.set(sealName, { dtype: 'U8', shape: [sealBytes], data_offsets: [size, size + sealBytes] });
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  // Padded with spaces so that the values start at a multiple of 8, as the format asks.
  const padded = Math.ceil(text.length / 8) * 8;
  if (padded > largestHeader) refuse(`what is not weights takes ${padded} bytes; expected at most ${largestHeader}`);
  const bytes = new Uint8Array(8 + padded + size + sealBytes).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  let offset = 8 + padded;
  for (const { data } of tensors) {
    bytes.set(data, offset);
    offset += data.length;
  }
  bytes.set(sha256(bytes.subarray(0, offset)), offset);
  return bytes;
}

/**
 * Reads what {@link encodeTensorFile} wrote. Bytes from anywhere are safe to give: every length is checked before use.
 *
 * @param refuse - told what is wrong with the file
 * @returns the tensors in the file's order, as views of `bytes`
 */
export function decodeTensorFile(bytes: Uint8Array, refuse: Refuse): TensorFile {
  if (bytes.length === 0) return refuse('the file is empty');
  if (bytes.length < 8) return refuse(`the file has ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(largestHeader, bytes.length - 8))) {
    return refuse(`the header at byte 8 claims ${length} bytes; the file has ${bytes.length - 8} left`);
  }
  const start = 8 + Number(length);
  const { __metadata__: metadata, [sealName]: seal, ...rest } = readHeader(bytes.subarray(8, start), refuse);
  if (!isObject(metadata)) return refuse('the header has no metadata');
  const places = Object.entries(rest).map(([name, entry]) => readPlace(name, entry, 'F32', refuse));
  const sealPlace = readPlace(sealName, seal, 'U8', refuse);
  let end = 0;
  for (const { name, from, to, size } of [...places, sealPlace]) {
    if (from !== end || to !== end + size) refuse(`tensor ${shorten(name)} does not follow the one before it`);
    end += size;
  }
  if (sealPlace.size !== sealBytes) return refuse(`the checksum has ${sealPlace.size} bytes; expected ${sealBytes}`);
  if (start + end !== bytes.length) {
    const state = start + end > bytes.length ? 'truncated' : 'too long';
    return refuse(`the file is ${state}: it has ${bytes.length} bytes, its header describes ${start + end}`);
  }
  const sealed = bytes.length - sealBytes;
  const actual = sha256(bytes.subarray(0, sealed));
  if (actual.some((byte, i) => byte !== bytes[sealed + i])) return refuse('the file does not match its checksum');
  const tensors = places.map(({ name, shape, from, to }): NamedTensor => {
    const data = bytes.subarray(start + from, start + to);
    checkFinite(name, data, refuse);
    return { name, shape, data };
  });
  return { metadata, tensors };
}

interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** As the file claims; to be compared with where the tensor must lie. */
  readonly from: number;
  readonly to: number;
}

function readHeader(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return refuse(`the header cannot be read (${shorten((error as Error).message)})`);
  }
  return isObject(header) ? header : refuse('the header is not an object');
}

function readPlace(name: string, entry: unknown, dtype: 'F32' | 'U8', refuse: Refuse): Place {
  const bad = (): never => refuse(`tensor ${shorten(name)} lacks dtype ${dtype}, a shape or its place`);
  if (!isObject(entry) || entry.dtype !== dtype) return bad();
  const { shape, data_offsets: offsets } = entry;
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) return bad();
  const size = byteSize(shape, dtype);
  // Large factors may multiply to Infinity, and Infinity * 0 is NaN.
  if (!Number.isSafeInteger(size)) return bad();
  return { name, shape, size, from: offsets[0]!, to: offsets[1]! };
}

function byteSize(shape: readonly number[], dtype: 'F32' | 'U8'): number {
  return shape.reduce((product, length) => product * length, dtype === 'F32' ? 4 : 1);
}

function checkFinite(name: string, data: Uint8Array, refuse: Refuse): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let offset = 0; offset < data.length; offset += 4) {
    const value = view.getFloat32(offset, true);
    if (!Number.isFinite(value)) {
      refuse(`tensor ${shorten(name)} holds ${value} at index ${offset / 4}: the training has diverged`);
    }
  }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
