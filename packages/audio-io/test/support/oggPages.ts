/** Makes the checksum of the Ogg page at byte `at` right again after its bytes were changed. */
export function resealPage(bytes: Uint8Array, at: number): Uint8Array {
  const output = Uint8Array.from(bytes);
  const segments = output[at + 26]!;
  const lacing = output.subarray(at + 27, at + 27 + segments);
  const end = at + 27 + segments + lacing.reduce((sum, length) => sum + length, 0);
  output.fill(0, at + 22, at + 26);
  let crc = 0;
  for (const byte of output.subarray(at, end)) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  new DataView(output.buffer).setUint32(at + 22, crc >>> 0, true);
  return output;
}
