import { RecognizerError } from './errors';

/** A file at a path or URL, and its neighbours. */
export interface Place {
  /** For messages. */
  readonly name: string;
  /** All bytes; throws `TOO_LARGE` before it holds more than `maxBytes`. */
  read(maxBytes: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** The file of that name in the same folder. */
  beside(file: string): Place;
}

const SCHEME = /^(https?|file|data|blob):/i;

type NodeFiles = typeof import('node:fs/promises');

/** Finds the file that a path or URL means: a folder (or a URL that ends in `/`) means its `bundle.json`. */
export async function findPlace(source: string | URL): Promise<Place> {
  const text = String(source);
  const files = nodeFiles();
  if (files !== undefined && !SCHEME.test(text)) {
    return (await isFolder(files, text)) ? pathPlace(files, `${text}/bundle.json`) : pathPlace(files, text);
  }
  if (files !== undefined && /^file:/i.test(text)) {
    const url = new URL(text);
    return (await isFolder(files, url))
      ? fileUrlPlace(files, new URL('bundle.json', url.href.replace(/\/?$/, '/')))
      : fileUrlPlace(files, url);
  }
  // Outside Node a plain text can only be a URL relative to the page.
  return urlPlace(text.endsWith('/') ? `${text}bundle.json` : text);
}

function pathPlace(files: NodeFiles, path: string): Place {
  return {
    name: path,
    read: (maxBytes) => readFile(files, path, maxBytes),
    beside: (file) => pathPlace(files, path.replace(/[^/\\]*$/, file)),
  };
}

function fileUrlPlace(files: NodeFiles, url: URL): Place {
  return {
    name: url.href,
    read: (maxBytes) => readFile(files, url, maxBytes),
    beside: (file) => fileUrlPlace(files, new URL(file, url)),
  };
}

function urlPlace(url: string): Place {
  return {
    name: url.slice(0, 200),
    read: (maxBytes, signal) => download(url, maxBytes, signal),
    // A query may be a signature that belongs to the one file; the page's own address resolves what is relative.
    beside: (file) => urlPlace(url.replace(/[?#].*$/s, '').replace(/[^/]*$/, file)),
  };
}

async function isFolder(files: NodeFiles, path: string | URL): Promise<boolean> {
  return (await guard(String(path), () => files.stat(path))).isDirectory();
}

function readFile(files: NodeFiles, path: string | URL, maxBytes: number): Promise<Uint8Array> {
  const name = String(path);
  return guard(name, async () => {
    const handle = await files.open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) tooLarge(name, size, maxBytes);
      const bytes = new Uint8Array(size);
      let done = 0;
      while (done < size) {
        const { bytesRead } = await handle.read(bytes, done, size - done, done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    } finally {
      await handle.close();
    }
  });
}

function download(url: string, maxBytes: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return guard(url.slice(0, 200), async () => {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`status ${response.status} ${response.statusText}`);
    const claimed = Number(response.headers.get('content-length') ?? 0);
    const reader = response.body?.getReader();
    const blocks: Uint8Array[] = [];
    let total = 0;
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      blocks.push(value);
      total += value.length;
      // A server may say nothing of the size, or something wrong.
      if (Math.max(total, claimed) > maxBytes) {
        await reader.cancel();
        tooLarge(url.slice(0, 200), Math.max(total, claimed), maxBytes);
      }
    }
    const bytes = new Uint8Array(total);
    let at = 0;
    for (const block of blocks) {
      bytes.set(block, at);
      at += block.length;
    }
    return bytes;
  });
}

function tooLarge(name: string, bytes: number, maxBytes: number): never {
  throw new RecognizerError('TOO_LARGE', `loadBundle: ${name} has ${bytes} bytes or more; maxBytes=${maxBytes}`);
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
    if (cause instanceof RecognizerError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RecognizerError('UNREADABLE', `loadBundle: ${name} could not be read: ${reason}`, { cause });
  }
}
