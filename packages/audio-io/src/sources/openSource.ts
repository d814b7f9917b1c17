import { AudioError } from '../errors';
import { formatCount, MAX_BYTES } from '../limits';
import { type ByteReader, fromBytes } from './byteReader';
import { chunksOf } from './chunksOf';
import { asBytes, collectBytes } from './collectBytes';
import { nodeFiles, openFile } from './openFile';
import { openUrl } from './openUrl';
import { abortError, reading } from './reading';

/** What holds a file: a path (Node) or URL as text, a URL, its bytes, a Blob or File, a stream of its bytes. */
export type ByteSource =
  | string
  | URL
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

export interface SourceOptions {
  /** Stops reading; the promise then rejects with code `ABORTED`. */
  readonly signal?: AbortSignal;
  /** Most bytes that are read of a URL or stream, or held of a file: 65,536 to 2 GiB (default). */
  readonly maxBytes?: number;
}

export interface OpenOptions extends SourceOptions {
  /** Whether only a part will be read: a URL is then asked for ranges. */
  readonly isPartial: boolean;
}

const SCHEME = /^(https?|file|data|blob):/i;
const ACCEPTED =
  'a path, URL, ArrayBuffer, Uint8Array or another view of bytes, Blob, ReadableStream, Node Readable, async iterable of bytes, AudioClip or decoded audio';

/**
 * Opens a source without reading more than it must: files, Blobs and URLs of servers that answer ranges by stretches, streams
 * whole.
 */
export async function openSource(source: ByteSource, options: OpenOptions): Promise<ByteReader> {
  const { signal } = options;
  const maxBytes = checkMaxBytes(options.maxBytes);
  if (signal?.aborted) throw abortError(signal);
  const reader = await open(source, { ...options, maxBytes });
  return {
    ...reader,
    async read(start, end) {
      if (signal?.aborted) throw abortError(signal);
      const length = Math.min(end, reader.size) - start;
      if (length > maxBytes) {
        const message = `${formatCount(length)} bytes; ${formatCount(maxBytes)} are held at once (maxBytes)`;
        throw new AudioError('TOO_LARGE', `${message}: take a part of a WAV or FLAC by offset and duration`);
      }
      return reader.read(start, end);
    },
  };
}

/** Headers are read by so many bytes. */
const MIN_BYTES = 65_536;

function checkMaxBytes(maxBytes = MAX_BYTES): number {
  if (maxBytes >= MIN_BYTES && maxBytes <= MAX_BYTES) return maxBytes;
  const range = `${formatCount(MIN_BYTES)} to ${formatCount(MAX_BYTES)}`;
  throw new AudioError('INVALID_ARGUMENT', `maxBytes is ${maxBytes}; ${range} expected`);
}

async function open(source: ByteSource, options: OpenOptions & { maxBytes: number }): Promise<ByteReader> {
  if (typeof source === 'string' || isUrl(source)) {
    const url = String(source);
    const files = nodeFiles();
    if (files && /^file:/i.test(url)) return openFile(files, new URL(url));
    // Outside Node a plain text can only be a URL relative to the page.
    if (files && !SCHEME.test(url)) return openFile(files, url);
    return openUrl(url, options);
  }
  const bytes = asBytes(source);
  if (bytes !== undefined) {
    if (/Float(16|32|64)Array/.test(Object.prototype.toString.call(source))) {
      const remedy = '`{ samples, sampleRate }` is a clip of such samples';
      throw new AudioError('INVALID_ARGUMENT', `source is a Float array: samples, not the bytes of a file; ${remedy}`);
    }
    return fromBytes(bytes);
  }
  if (isBlob(source)) return openBlob(source);
  const stream = toIterable(source);
  if (stream !== undefined) return fromBytes(await reading('the stream', () => collectBytes(stream, options)));
  throw new AudioError('INVALID_ARGUMENT', `source is ${Object.prototype.toString.call(source)}; ${ACCEPTED} expected`);
}

function openBlob(blob: Blob): ByteReader {
  const name = (blob as { name?: unknown }).name;
  return {
    name: typeof name === 'string' ? name : undefined,
    size: blob.size,
    read: (start, end) => reading('the Blob', async () => new Uint8Array(await blob.slice(start, end).arrayBuffer())),
    close: async () => {},
  };
}

/** Chunks of a Node or web stream or of any async iterable. Web streams are not iterable in every browser. */
function toIterable(source: unknown): AsyncIterable<unknown> | undefined {
  if (typeof source !== 'object' || source === null) return undefined;
  if (Symbol.asyncIterator in source) return source as AsyncIterable<unknown>;
  if ('getReader' in source && typeof source.getReader === 'function') return chunksOf(source as ReadableStream);
  return undefined;
}

function isUrl(source: unknown): source is URL {
  return Object.prototype.toString.call(source) === '[object URL]';
}

function isBlob(source: unknown): source is Blob {
  return (
    typeof source === 'object' && source !== null && 'arrayBuffer' in source && 'slice' in source && 'size' in source
  );
}
