import { AudioError } from '../errors';
import { formatCount } from '../limits';
import { type ByteReader, fromBytes } from './byteReader';
import { chunksOf } from './chunksOf';
import { collectBytes } from './collectBytes';
import type { OpenOptions } from './openSource';
import { reading } from './reading';

type UrlOptions = OpenOptions & { readonly maxBytes: number };

/** What the first request for a range brings along. */
const FIRST_RANGE = 65_536;

/**
 * A URL, whole, or where only a part is wanted and the server answers ranges (and lets the page see that it does), by ranges.
 */
export async function openUrl(url: string, options: UrlOptions): Promise<ByteReader> {
  const name = url.length > 200 ? `${url.slice(0, 200)}...` : url;
  const { signal } = options;
  // A data or blob URL is in memory already.
  const isRemote = !/^(data|blob):/i.test(url);
  const request = (range?: string) =>
    reading(
      name,
      async () => {
        const response = await fetch(url, {
          ...(signal && { signal }),
          ...(range !== undefined && { headers: { Range: range } }),
        });
        // 416: an empty file has no range.
        if (!response.ok && !(range !== undefined && response.status === 416))
          throw new Error(`status ${response.status} ${response.statusText}`.trimEnd());
        return response;
      },
      signal,
    );
  const wantsRange = options.isPartial && isRemote;
  const response = await request(wantsRange ? `bytes=0-${FIRST_RANGE - 1}` : undefined);
  const range = wantsRange ? contentRange(response) : undefined;
  if (range?.start !== 0) {
    if (response.status !== 200) {
      // A part whose place cannot be seen is of no use.
      await response.body?.cancel();
      return openUrl(url, { ...options, isPartial: false });
    }
    return fromBytes(await body(response, name, options), name);
  }
  return byRanges(
    name,
    range.size,
    await body(response, name, options),
    response.headers.get('etag'),
    request,
    options,
  );
}

function byRanges(
  name: string,
  size: number,
  first: Uint8Array,
  etag: string | null,
  request: (range: string) => Promise<Response>,
  options: UrlOptions,
): ByteReader {
  return {
    name,
    size,
    async read(start, end) {
      const to = Math.min(end, size);
      if (to <= first.length) return first.subarray(start, Math.max(start, to));
      const response = await request(`bytes=${start}-${to - 1}`);
      const range = contentRange(response);
      if (range?.start !== start || range.size !== size || response.headers.get('etag') !== etag) {
        await response.body?.cancel();
        const message = `${name} answered bytes ${start} to ${to - 1} with status ${response.status} and other content`;
        throw new AudioError('UNREADABLE', `${message}: it changed while it was read`, { source: name });
      }
      const bytes = await body(response, name, options);
      if (bytes.length !== to - start) {
        const message = `${name} sent ${formatCount(bytes.length)} of ${formatCount(to - start)} bytes from byte ${start}`;
        throw new AudioError('UNREADABLE', message, { source: name });
      }
      return bytes;
    },
    close: async () => {},
  };
}

/** Of `Content-Range: bytes 0-65535/1234567`; undefined where it is missing, hidden by CORS, without a total, or of packed bytes. */
function contentRange(response: Response): { start: number; size: number } | undefined {
  if (response.headers.has('content-encoding')) return undefined;
  const match = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  return response.status === 206 && match ? { start: Number(match[1]), size: Number(match[2]) } : undefined;
}

async function body(response: Response, name: string, { maxBytes, signal }: UrlOptions): Promise<Uint8Array> {
  return reading(
    name,
    async () => {
      const stream = response.body;
      if (stream === null) return new Uint8Array(0);
      return collectBytes(chunksOf(stream), { maxBytes, signal });
    },
    signal,
  );
}
