/** The most that glibc follows is 32 MB. */
const BYTES = 31 * 2 ** 20;
let isKept = false;

/**
 * Lets a Node process on Linux keep up to 62 MB of memory that was freed.
 *
 * A clip's arrays come from glibc's heap. It gives what is free at the heap's end back to the system, from twice the largest array on that
 * was ever freed: a few clips, and V8 frees 32 MB of them at a time. Then the next clips wait for every page anew, which took half of the
 * time of most augmentations. So one large array is freed; nothing is ever written to it, so it takes no memory.
 *
 * @see mallopt(3), M_MMAP_THRESHOLD, on the dynamic threshold
 */
export function keepHeap(): void {
  const { process } = globalThis as { process?: { platform?: string } };
  if (isKept || process?.platform !== 'linux') return;
  isKept = true;
  try {
    // Its length is looked at, lest a bundler leaves it out.
    isKept = new ArrayBuffer(BYTES).byteLength === BYTES;
  } catch (error) {
    // Whoever has no room for it has none to keep.
    if (!(error instanceof RangeError)) throw error;
  }
}
