import { AudioError } from './errors';

/** Bytes somewhere: `size` is known at once, `read` fetches a stretch. */
export interface ByteReader {
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What holds a file: a path (Node) or URL as text, a URL, the bytes, a Blob. */
export type ByteSource = string | URL | Uint8Array | ArrayBuffer | Blob;

const SCHEME = /^(https?|file|data|blob):/i;

/** Opens a source without reading more than it must: files and Blobs by stretches, URLs whole. */
export async function openSource(source: ByteSource): Promise<ByteReader> {
  if (typeof source === 'string' && !SCHEME.test(source)) {
    const files = nodeFiles();
    // Outside Node a plain text can only be a URL relative to the page.
    return files ? openFile(files, source) : openUrl(source);
  }
  if (typeof source === 'string' || isUrl(source)) {
    const url = String(source);
    const files = /^file:/i.test(url) ? nodeFiles() : undefined;
    return files ? openFile(files, new URL(url)) : openUrl(url);
  }
  if (isBlob(source)) {
    const { size } = source;
    return {
      size,
      read: async (start, end) => new Uint8Array(await guard('the Blob', () => source.slice(start, end).arrayBuffer())),
      close: async () => {},
    };
  }
  return fromBytes(source);
}

function fromBytes(bytes: Uint8Array | ArrayBuffer): ByteReader {
  const tag = Object.prototype.toString.call(bytes);
  if (tag !== '[object Uint8Array]' && tag !== '[object ArrayBuffer]' && tag !== '[object SharedArrayBuffer]') {
    const accepted = 'a path, URL, Uint8Array, ArrayBuffer, Blob, AudioClip or decoded audio';
    throw new AudioError('INVALID_ARGUMENT', `source is ${tag}; ${accepted} was expected`);
  }
  const view = tag === '[object Uint8Array]' ? (bytes as Uint8Array) : new Uint8Array(bytes as ArrayBuffer);
  return { size: view.length, read: async (start, end) => view.subarray(start, end), close: async () => {} };
}

async function openUrl(url: string): Promise<ByteReader> {
  const bytes = await guard(url.slice(0, 200), async () => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status} ${response.statusText}`);
    return response.arrayBuffer();
  });
  return fromBytes(bytes);
}

type NodeFiles = typeof import('node:fs/promises');

async function openFile(files: NodeFiles, path: string | URL): Promise<ByteReader> {
  const name = String(path);
  const handle = await guard(name, () => files.open(path, 'r'));
  try {
    const status = await guard(name, () => handle.stat());
    if (!status.isFile()) throw new AudioError('UNREADABLE', `${name} is not a file`);
    return {
      size: status.size,
      read: async (start, end) =>
        guard(name, async () => {
          const bytes = new Uint8Array(Math.max(0, Math.min(end, status.size) - start));
          let done = 0;
          while (done < bytes.length) {
            const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
            if (bytesRead === 0) break;
            done += bytesRead;
          }
          return bytes.subarray(0, done);
        }),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Node's file system, or undefined elsewhere. `getBuiltinModule` (Node 20.16 on) needs no import, so bundlers for
 * browsers see none and the package needs only one build.
 */
function nodeFiles(): NodeFiles | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  return process?.getBuiltinModule?.('node:fs/promises') as NodeFiles | undefined;
}

async function guard<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AudioError('UNREADABLE', `${name} could not be read: ${reason}`, { cause });
  }
}

function isUrl(source: unknown): source is URL {
  return Object.prototype.toString.call(source) === '[object URL]';
}

function isBlob(source: unknown): source is Blob {
  return (
    typeof source === 'object' && source !== null && 'arrayBuffer' in source && 'slice' in source && 'size' in source
  );
}
