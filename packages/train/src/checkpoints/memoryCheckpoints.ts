import { decodeCheckpoint } from './decodeCheckpoint';
import { encodeCheckpoint } from './encodeCheckpoint';
import type { CheckpointStore } from './trainCheckpoint';

/**
 * Keeps the newest checkpoint in memory: for tests, for browsers that go on within a page's life, and as a pattern for
 * a store of your own (the bytes of `encodeCheckpoint` in IndexedDB, say).
 *
 * @throws TrainError `BAD_CHECKPOINT`, from `save`, as `encodeCheckpoint` does; the one before is then kept
 */
export function memoryCheckpoints(): CheckpointStore {
  // Bytes rather than the object: what the caller changes afterwards does not change the checkpoint.
  let bytes: Uint8Array | undefined;
  return {
    async save(checkpoint) {
      bytes = encodeCheckpoint(checkpoint);
    },
    async load() {
      return bytes && decodeCheckpoint(bytes);
    },
  };
}
