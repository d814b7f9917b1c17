import type { Bundle, BundleManifest } from './bundle';
import { checkWeights } from './checkWeights';
import { RecognizerError } from './errors';
import { parseManifest } from './parseManifest';
import { weightBytes, weightSpecs } from './weightLayout';

/** Largest manifest that is read, in bytes: far above any real one. */
const MAX_MANIFEST_BYTES = 2 ** 25;

/**
 * A bundle as one file: a safetensors file whose metadata hold the manifest, so Python reads the weights with
 * `safetensors.numpy.load_file`.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
export function writeBundleFile({ manifest, weights }: Bundle): Uint8Array {
  const header = { __metadata__: { bundle: JSON.stringify(manifest) }, ...tensorEntries(manifest) };
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the values start at a multiple of 8, as the format asks.
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + weights.length).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  bytes.set(weights, 8 + padded);
  return bytes;
}

/**
 * Reads a bundle in its one-file form: as data, every size checked before it is used, no code run. `loadBundle` makes a
 * recognizer of the result.
 *
 * @param bytes - what `encodeBundle` made; bytes from anywhere are safe to give
 * @throws RecognizerError `BAD_BUNDLE`, `CHECKSUM_MISMATCH`, `UNSUPPORTED_VERSION`, `TOO_LARGE` (a manifest above 32 MiB)
 * @example
 * const { manifest } = decodeBundle(await encodeBundle(parts));
 * manifest.card.intendedUse;
 */
export function decodeBundle(bytes: Uint8Array): Bundle {
  const kind = Object.prototype.toString.call(bytes);
  if (kind !== '[object Uint8Array]') {
    throw new RecognizerError('INVALID_OPTION', `decodeBundle: bytes is ${kind}; expected a Uint8Array`);
  }
  if (bytes.length < 8) return bad(`the file has ${bytes.length} bytes`);
  const claimed = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (claimed > BigInt(bytes.length - 8)) {
    return bad(`the header at byte 8 claims ${claimed} bytes; the file has ${bytes.length - 8} left`);
  }
  const start = 8 + Number(claimed);
  const header = parseJson('decodeBundle: the header', bytes.subarray(8, start)) as Record<string, unknown> | null;
  const bundle = (header?.__metadata__ as { bundle?: unknown } | undefined)?.bundle;
  if (typeof bundle !== 'string') return bad('the header has no __metadata__.bundle');
  const weights = bytes.slice(start);
  const json = parseText('decodeBundle: the manifest', bundle);
  const manifest = parseManifest('decodeBundle', json, Number.POSITIVE_INFINITY);
  const { __metadata__: _, ...entries } = header as Record<string, unknown>;
  if (JSON.stringify(entries) !== JSON.stringify(tensorEntries(manifest))) {
    return bad("the header's tensors are not those of the manifest");
  }
  return checkWeights('decodeBundle', manifest, weights);
}

/** UTF-8 bytes of JSON as a value. */
export function parseJson(what: string, bytes: Uint8Array): unknown {
  if (bytes.length > MAX_MANIFEST_BYTES) {
    throw new RecognizerError('TOO_LARGE', `${what} has ${bytes.length} bytes; at most ${MAX_MANIFEST_BYTES} are read`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new RecognizerError('BAD_BUNDLE', `${what} is not UTF-8 text`, { cause });
  }
  return parseText(what, text);
}

function parseText(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecognizerError('BAD_BUNDLE', `${what} is not JSON`, { cause });
  }
}

/** The header's part about tensors: it follows from the manifest alone. */
function tensorEntries(manifest: BundleManifest): Record<string, unknown> {
  let offset = 0;
  return Object.fromEntries(
    weightSpecs(manifest).map((spec) => {
      const end = offset + weightBytes([spec]);
      const entry = { dtype: 'F32', shape: spec.shape, data_offsets: [offset, end] };
      offset = end;
      return [spec.name, entry];
    }),
  );
}

function bad(problem: string): never {
  throw new RecognizerError('BAD_BUNDLE', `decodeBundle: ${problem}; expected a bundle written by @ser/recognizer`);
}
