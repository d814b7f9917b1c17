import { toFloat32 } from '../src/flac/toFloat32';

it.each([8, 16, 24, 32])('makes float32 of integers of %d bits, the same with and without WebAssembly', (bits) => {
  const most = 2 ** (bits - 1);
  for (const length of [0, 1, 3, 4, 4095, 4096, 4099, 9001]) {
    const integers = Int32Array.from({ length }, (_, i) => Math.round(most * Math.sin(i * 1.7)) - (i % 2));
    integers.set([-most, most - 1].slice(0, length));
    const expected = Float32Array.from(integers, (integer) => integer / most);
    expect(toFloat32(integers, bits)).toEqual(expected);
    expect(toFloat32(integers, bits, new Float32Array(length), null)).toEqual(expected);
  }
});
