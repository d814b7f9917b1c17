/**
 * Puts rows of equal content under one number, bit for bit: equal numbers mean equal rows.
 *
 * @param x - row-major
 * @param rows - number of rows, at least one
 * @returns for each row the index of the first row with its content
 */
export function equalRows(x: Float32Array, rows: number): Uint32Array {
  const width = x.length / rows;
  const bits = new Uint32Array(x.buffer, x.byteOffset, x.length);
  const buckets = new Map<number, number[]>();
  const equal = (a: number, b: number) => {
    for (let i = 0; i < width; i++) if (bits[a * width + i] !== bits[b * width + i]) return false;
    return true;
  };
  return Uint32Array.from({ length: rows }, (_, row) => {
    // FNV-1a over 32-bit words; rows of one bucket are then compared in full.
    let hash = 0x811c9dc5;
    for (let i = row * width; i < (row + 1) * width; i++) hash = Math.imul(hash ^ bits[i]!, 0x01000193);
    const bucket = buckets.get(hash) ?? [];
    buckets.set(hash, bucket);
    const first = bucket.find((other) => equal(other, row));
    if (first === undefined) bucket.push(row);
    return first ?? row;
  });
}
