import { lcgNoise } from '../../../tools/golden/signals';
import { toFloat32 } from '../src/toFloat32';

const numbers = Float64Array.from(lcgNoise(3001, 1));
const divisors = Float64Array.from(lcgNoise(3001, 2), (x, i) => (i % 100 === 7 ? 1e-39 : Math.abs(x)));

it.each([0, 1, 2, 3, 1023, 1024, 1025, 3001])(
  'rounds %d numbers, or their quotients, with and without WebAssembly',
  (length) => {
    for (const by of [undefined, divisors]) {
      const [vector, scalar] = [new Float32Array(length + 2).fill(7), new Float32Array(length)];
      toFloat32(vector.subarray(0, length), numbers, by);
      toFloat32(scalar, numbers, by, null);
      expect([...vector]).toEqual([...scalar, 7, 7]);
      expect([...scalar.subarray(0, 8)]).toEqual(
        [...numbers.subarray(0, Math.min(8, length))].map((x, i) => Math.fround(by && i !== 7 ? x / by[i]! : x)),
      );
    }
  },
);
