/** Length of an ID3v2 tag at the start, 0 where there is none. Its size has 7 bits a byte. */
export function id3Length(bytes: Uint8Array): number {
  if (bytes.length < 10 || bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return 0;
  const size = [6, 7, 8, 9].reduce((total, at) => total * 128 + ((bytes[at] ?? 0) & 127), 0);
  return 10 + size + ((bytes[5] ?? 0) & 0x10 ? 10 : 0);
}
