/** Bytes somewhere: `size` is known at once, `read` fetches a stretch. */
export interface ByteReader {
  /** As error messages name the source; undefined for bytes and streams. */
  readonly name: string | undefined;
  readonly size: number;
  /** Bytes `start` to `end - 1`; fewer where the source ends earlier. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Bytes that are there already. */
export function fromBytes(bytes: Uint8Array, name?: string): ByteReader {
  return { name, size: bytes.length, read: async (start, end) => bytes.subarray(start, end), close: async () => {} };
}

/** Reads ahead by 64 kB, so that parsers may ask for a few bytes at a time. */
export function readAhead(reader: ByteReader, length = 65_536): ByteReader {
  let held = new Uint8Array(0);
  let heldFrom = 0;
  return {
    ...reader,
    async read(start, end) {
      const to = Math.min(end, reader.size);
      if (start < heldFrom || to > heldFrom + held.length) {
        held = (await reader.read(
          start,
          Math.min(Math.max(to, start + length), reader.size),
        )) as Uint8Array<ArrayBuffer>;
        heldFrom = start;
      }
      return held.subarray(start - heldFrom, Math.max(start, to) - heldFrom);
    },
  };
}
