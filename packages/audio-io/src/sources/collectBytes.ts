import { concatBytes } from '../concatBytes';
import { AudioError } from '../errors';
import { formatCount } from '../limits';
import { abortError } from './reading';

/**
 * A stream to its end, as one array. The stream is cancelled (its `return` is called) when it grows beyond `maxBytes`, when
 * it yields something else than bytes, or when `signal` is raised.
 *
 * @throws {AudioError} `TOO_LARGE`, `INVALID_ARGUMENT`, `ABORTED`
 */
export async function collectBytes(
  stream: AsyncIterable<unknown>,
  { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal | undefined },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const iterator = stream[Symbol.asyncIterator]();
  const aborted = whenAborted(signal);
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted.promise]);
      if (done) break;
      const chunk = asBytes(value);
      if (chunk === undefined) {
        const tag = Object.prototype.toString.call(value);
        throw new AudioError(
          'INVALID_ARGUMENT',
          `the stream yields ${tag}; Uint8Array or another view of bytes expected`,
        );
      }
      size += chunk.length;
      if (size > maxBytes) {
        throw new AudioError(
          'TOO_LARGE',
          `the stream is longer than ${formatCount(maxBytes)} bytes, the limit (maxBytes)`,
        );
      }
      chunks.push(chunk);
    }
  } catch (error) {
    // Not awaited: a source that hangs in next() would hang in return() too. What it says then changes nothing.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
    throw error;
  } finally {
    aborted.stop();
  }
  return chunks.length === 1 ? chunks[0]! : concatBytes(chunks);
}

/** A promise that rejects when the signal is raised; never, without one. */
function whenAborted(signal: AbortSignal | undefined): { promise: Promise<never>; stop(): void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    if (signal === undefined) return;
    const raise = () => reject(abortError(signal));
    if (signal.aborted) raise();
    else signal.addEventListener('abort', raise, { once: true });
    stop = () => signal.removeEventListener('abort', raise);
  });
  // It may reject when nobody waits any more.
  promise.catch(() => undefined);
  return { promise, stop };
}

/** The bytes of an ArrayBuffer or of any view, without a copy. Tags, not `instanceof`: they may come from another realm. */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]')
    return new Uint8Array(value as ArrayBuffer);
  return undefined;
}
