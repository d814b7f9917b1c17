import { lcgNoise } from '../../../tools/golden/signals';
import { peakPlaces } from '../src/peakPlaces';
import { signChangesOf } from '../src/signChanges';
import { writeSquares } from '../src/squares';

it.each([0, 1, 5, 4095, 4096, 9001])('squares %d values with and without WebAssembly', (length) => {
  const values = Float32Array.from(lcgNoise(length, 2));
  const [vector, scalar] = [new Float32Array(length + 1).fill(7), new Float32Array(length)];
  writeSquares(values, vector);
  writeSquares(values, scalar, null);
  expect([...vector]).toEqual([...scalar, 7]);
  expect(scalar).toEqual(values.map((value) => value * value));
});

it.each([true, false])('counts changes of sign with and without WebAssembly, zero positive: %p', (zeroPos) => {
  const samples = Float32Array.from(lcgNoise(3000, 5), (x, i) => (i % 7 === 0 ? 0 : i % 11 === 0 ? -0 : x / 100));
  for (const zero of [0, Math.fround(1e-10), 0.003]) {
    const [vector, scalar] = [signChangesOf(samples, zero, zeroPos), signChangesOf(samples, zero, zeroPos, null)];
    const sign = (x: number) => (Math.abs(x) <= zero ? (zeroPos ? 1 : 0) : Math.sign(x));
    for (const [from, to] of [
      [0, 0],
      [0, 2999],
      [3, 5],
      [17, 21],
      [100, 1102],
      [2990, 2999],
    ] as const) {
      let expected = 0;
      for (let i = from + 1; i <= to; i++) if (sign(samples[i]!) !== sign(samples[i - 1]!)) expected++;
      expect([zero, from, to, vector(from, to), scalar(from, to)]).toEqual([zero, from, to, expected, expected]);
    }
  }
});

it.each([
  [1, 8, 1, 7, 0.1],
  [3, 9, 2, 8, 0],
  [17, 1025, 14, 372, 0.1],
  [40, 130, 1, 129, 0.7],
  [2, 3, 1, 2, 0.1],
])(
  'finds peaks of %d x %d with and without WebAssembly, bins %d to %d, threshold %d',
  (rows, cols, first, end, threshold) => {
    const noise = Float32Array.from(lcgNoise(rows * cols, 4), (x) => Math.round(8 * Math.abs(x)) / 8);
    for (const data of [noise, noise.map((x) => x / 3), new Float32Array(rows * cols)]) {
      const S = { data, rows, cols };
      const plain = peakPlaces(S, first, end, threshold, undefined, null);
      expect(peakPlaces(S, first, end, threshold)).toEqual(plain);
      for (const place of plain) {
        const row = Math.floor(place / cols);
        const floor = Math.fround(threshold * Math.max(...data.subarray(row * cols, (row + 1) * cols)));
        const [left, here, right] = data.subarray(place - 1, place + 2) as unknown as [number, number, number];
        expect([here > floor, here > left, here >= right]).toEqual([true, true, true]);
      }
      if (cols > 100) expect(plain.length > 0).toBe(data.some((x) => x > 0));
    }
  },
);
