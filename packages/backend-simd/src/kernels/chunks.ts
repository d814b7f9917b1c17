import { MOST_CHUNKS } from '../threads/control';

/** Values of a chunk: at a nanosecond each or less, so many that handing it to a thread costs little beside it. */
const VALUES = 16_384;

/** Values that one chunk of element-wise work on `n` values takes: a multiple of 16 that depends on `n` alone. */
export function chunkSize(n: number): number {
  let size = VALUES;
  while (n > size * MOST_CHUNKS) size *= 2;
  return size;
}
