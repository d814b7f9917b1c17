import type { FileHandle } from 'node:fs/promises';
import { forEachBounded } from '../forEachBounded';
import { bytesOf, readFully } from './fileBytes';

/** Reads in flight; Node's own pool has four threads. */
const AT_ONCE = 8;

/**
 * Rows of a file in the order asked for, each stretch of neighbours by one positioned read.
 *
 * @param from where row 0 begins, in bytes
 * @param size values a row
 */
export async function readRowsAt(
  file: FileHandle,
  path: string,
  { from, size }: { readonly from: number; readonly size: number },
  rows: Uint32Array,
): Promise<Float32Array> {
  const values = new Float32Array(rows.length * size);
  const starts = Uint32Array.from([...rows.keys()].filter((i) => i === 0 || rows[i] !== rows[i - 1]! + 1));
  await forEachBounded(starts.length, AT_ONCE, async (stretch) => {
    const [begin, end] = [starts[stretch]!, starts[stretch + 1] ?? rows.length];
    const target = bytesOf(values.subarray(begin * size, end * size));
    await readFully(file, path, target, from + 4 * size * rows[begin]!);
  });
  return values;
}
