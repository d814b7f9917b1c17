import { TrainError } from './errors';
import { hashOf, type ModelWeights, type WeightSpec, weightBytes } from './weights';

/** Largest header that is read, in bytes: far above any real one. */
const largestHeader = 16 * 1024 * 1024;

/**
 * Weights as one safetensors file: 8 bytes with the header's length, the header (JSON), the values. Python reads it with
 * `safetensors.numpy.load_file`. The checksum rides along in the file's metadata.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeWeights({ specs, data, sha256 }: ModelWeights): Uint8Array {
  const header: Record<string, unknown> = {
    __metadata__: { writer: '@ser/train', sha256, order: JSON.stringify(specs.map(({ name }) => name)) },
  };
  let offset = 0;
  for (const spec of specs) {
    const end = offset + weightBytes([spec]);
    header[spec.name] = { dtype: 'F32', shape: spec.shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the values start at a multiple of 8, as the format asks.
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + data.length).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + padded);
  return bytes;
}

/**
 * Reads what `encodeWeights` wrote. Bytes from anywhere are safe to give: every length is checked before use.
 *
 * @throws TrainError `BAD_WEIGHTS` for anything that is not a whole file of float32 weights with the right checksum
 */
export function decodeWeights(bytes: Uint8Array): ModelWeights {
  const fail = (problem: string): never => {
    throw new TrainError('BAD_WEIGHTS', `decodeWeights: ${problem}; expected a safetensors file by @ser/train`);
  };
  if (bytes.length < 8) return fail(`the file has ${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(largestHeader, bytes.length - 8))) {
    return fail(`the header at byte 8 claims ${length} bytes; the file has ${bytes.length - 8} left`);
  }
  const start = 8 + Number(length);
  let header: unknown;
  let order: unknown;
  let checksum: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
    const metadata = (header as { __metadata__: { order: string; sha256: string } }).__metadata__;
    order = JSON.parse(metadata.order);
    checksum = metadata.sha256;
  } catch (error) {
    return fail(`the header cannot be read (${(error as Error).message})`);
  }
  if (!Array.isArray(order)) return fail('the metadata lacks the order of weights');
  const entries = new Map(Object.entries(header as object));
  const data = bytes.slice(start);
  let offset = 0;
  const specs = order.map((name: unknown): WeightSpec => {
    const entry = entries.get(String(name)) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown } | undefined;
    const shape = entry?.shape;
    const good =
      entry?.dtype === 'F32' && Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!good) return fail(`weight ${String(name)} has no float32 shape`);
    const spec: WeightSpec = { name: String(name), shape, dtype: 'float32' };
    const end = offset + weightBytes([spec]);
    if (JSON.stringify(entry.data_offsets) !== JSON.stringify([offset, end]) || end > data.length) {
      return fail(`weight ${spec.name} does not lie at bytes ${offset} to ${end} of the ${data.length} there are`);
    }
    offset = end;
    return spec;
  });
  if (offset !== data.length || hashOf(data) !== checksum) return fail('the values do not match their checksum');
  return { specs, data, sha256: hashOf(data) };
}
