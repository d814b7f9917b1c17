/** Memory for a complex matrix, to be used again: it is taken from the start where it is long enough, and replaced where it is not. */
export interface ComplexMemory {
  re: Float32Array;
  im: Float32Array;
}

/** Both parts of `length` numbers; what they hold is left from the last use. */
export function complexArrays(length: number, memory?: ComplexMemory): ComplexMemory {
  if (memory === undefined) return { re: new Float32Array(length), im: new Float32Array(length) };
  if (memory.re.length < length) memory.re = new Float32Array(length);
  if (memory.im.length < length) memory.im = new Float32Array(length);
  return { re: memory.re.subarray(0, length), im: memory.im.subarray(0, length) };
}
