import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ModelsError } from '../errors';

/** One tensor of a file. */
export interface NamedTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** What a safetensors file holds. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** Largest header that is read, in bytes: far above any real one. */
const largestHeader = 16 * 1024 * 1024;

/**
 * Tensors as one safetensors file: 8 bytes with the header's length, the header (JSON), the values as little-endian
 * float32. The values' sha256 goes into the metadata.
 *
 * @throws ModelsError `BAD_WEIGHTS` when a value is not finite
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(functionName: string, { metadata, tensors }: TensorFile): Uint8Array {
  const total = [...tensors.values()].reduce((sum, { values }) => sum + 4 * values.length, 0);
  const data = new Uint8Array(total);
  const view = new DataView(data.buffer);
  const entries: [string, object][] = [];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    checkFinite(functionName, name, values);
    const begin = offset;
    for (let i = 0; i < values.length; i++, offset += 4) view.setFloat32(offset, values[i]!, true);
    entries.push([name, { dtype: 'F32', shape, data_offsets: [begin, offset] }]);
  }
  const described = { ...metadata, sha256: bytesToHex(sha256(data)) };
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries([['__metadata__', described], ...entries])));
  // Padded with spaces so that the values start at a multiple of 8, as the format asks.
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + total).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  bytes.set(data, start);
  return bytes;
}

/**
 * Reads a safetensors file of float32 tensors. Bytes from anywhere are safe to give: every length is checked before use.
 *
 * @throws ModelsError `BAD_WEIGHTS` for anything that is not a whole file with the right checksum and finite values
 */
export function decodeSafetensors(functionName: string, bytes: Uint8Array): TensorFile {
  const fail = (problem: string): never => {
    throw new ModelsError('BAD_WEIGHTS', `${functionName}: ${problem}; expected a whole safetensors file of float32`);
  };
  if (!ArrayBuffer.isView(bytes)) return fail(`received ${typeof bytes}, not a Uint8Array`);
  if (bytes.length < 8) return fail(`the file has ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(largestHeader, bytes.length - 8))) {
    return fail(`the header at byte 8 claims ${length} bytes; the file has ${bytes.length - 8} left`);
  }
  const start = 8 + Number(length);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch (error) {
    return fail(`the header cannot be read (${(error as Error).message})`);
  }
  if (!isRecord(header)) return fail('the header is no JSON object');
  const { __metadata__: metadata, ...rest } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    return fail('the header has no __metadata__ of strings');
  }
  const data = bytes.subarray(start);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const placed = Object.entries(rest)
    .map(([name, entry]) => ({ name, ...(readEntry(entry) ?? fail(`tensor ${name} is not described as float32`)) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  const tensors = new Map<string, NamedTensor>();
  let offset = 0;
  for (const { name, shape, begin, end } of placed) {
    // Each starts where the one before ends: no overlap, no hole, nothing outside.
    if (begin !== offset || end > data.length) {
      return fail(`tensor ${name} lies at bytes ${begin} to ${end}; it should begin at ${offset} of ${data.length}`);
    }
    const values = new Float32Array((end - begin) / 4);
    for (let i = 0; i < values.length; i++, offset += 4) values[i] = view.getFloat32(offset, true);
    tensors.set(name, { shape, values });
  }
  if (offset !== data.length) return fail(`the tensors take ${offset} bytes; the file holds ${data.length}`);
  if (bytesToHex(sha256(data)) !== metadata.sha256) return fail('the values do not match the sha256 of the metadata');
  for (const [name, { values }] of tensors) checkFinite(functionName, name, values);
  return { metadata: metadata as Record<string, string>, tensors };
}

/** Shape and place of a tensor, or nothing when they are not those of a float32 tensor. */
function readEntry(entry: unknown): { shape: number[]; begin: number; end: number } | undefined {
  if (!isRecord(entry) || entry.dtype !== 'F32' || !isSizes(entry.shape) || !isSizes(entry.data_offsets))
    return undefined;
  const { shape, data_offsets: offsets } = entry;
  const [begin, end] = offsets;
  if (offsets.length !== 2 || begin === undefined || end === undefined) return undefined;
  const size = 4 * shape.reduce((product, length) => product * length, 1);
  return end - begin === size ? { shape, begin, end } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function checkFinite(functionName: string, name: string, values: Float32Array): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new ModelsError('BAD_WEIGHTS', `${functionName}: weight ${name} is ${values[index]} at index ${index}`);
  }
}
