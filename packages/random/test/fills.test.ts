import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { fillNormalPairs, fillUnits } from '../src/fills';

it.each([
  ['units', fillUnits],
  ['normal deviates', fillNormalPairs],
])('fills with %s of the same bits with and without WebAssembly', (_name, fill) => {
  for (const length of [2, 30, 32, 34, 4094, 4096, 4098, 30_000]) {
    const [vector, scalar] = [new Float64Array(length), new Float64Array(length)];
    const state = fill(vector, xoroshiro128plus(length)).getState();
    expect(state).toEqual(fill(scalar, xoroshiro128plus(length), null).getState());
    expect(vector).toEqual(scalar);
    expect(new Set(vector).size).toBe(length);
  }
});
