import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type Matrix, pcen } from '../src/index';

const S: Matrix = { data: Float32Array.from(lcgNoise(60, 3), (v) => v * v), rows: 20, cols: 3 };
const part = ({ data, cols }: Matrix, from: number, to: number): Matrix => ({
  data: data.slice(from * cols, to * cols),
  rows: to - from,
  cols,
});
const codes = (code: string) => expect.objectContaining({ code });

describe('pcen', () => {
  it('is (S / M^gain + bias)^power - bias^power where the band is steady', () => {
    const steady = { data: new Float32Array(50).fill(1), rows: 50, cols: 1 };
    const expected = (1 / (1 + 1e-6) ** 0.98 + 2) ** 0.5 - 2 ** 0.5;
    expectAllClose(pcen(steady).data, new Array(50).fill(expected), { rtol: 1e-6, why: 'closed form' });
  });
  it('goes on in blocks by the state that it returns', () => {
    const first = pcen(part(S, 0, 7), { returnZf: true });
    const second = pcen(part(S, 7, 20), { zi: first.zf });
    expect([...first.S.data, ...second.data]).toEqual([...pcen(S).data]);
  });
  it('follows another reference, and the loudest of neighbours', () => {
    const silent = { ...S, data: new Float32Array(60) };
    expect(pcen(S, { ref: silent, zi: 0 }).data[0]).toBeGreaterThan(pcen(S, { zi: 0 }).data[0]!);
    const one = { data: new Float32Array([0, 0, 9, 0, 0]), rows: 1, cols: 5 };
    const quiet = pcen({ ...one, data: new Float32Array(5).fill(1) }, { ref: one, b: 1, zi: 0 }).data;
    expect(quiet[2]).toBeLessThan(quiet[1]!);
  });
  it('refuses bad options, shapes and powers', () => {
    expect(() => pcen(S, { gain: -1 })).toThrow('pcen: gain=-1; expected a finite number >= 0');
    for (const bad of [
      { eps: 0 },
      { bias: -1 },
      { power: -1 },
      { timeConstant: 0 },
      { maxSize: 0 },
      { b: 0 },
      { b: 1.5 },
      { maxAxis: 2 as 1 },
      { zi: -1 },
    ]) {
      expect(() => pcen(S, bad)).toThrow(codes('INVALID_OPTION'));
    }
    expect(pcen(S, { b: 0, zi: 1 }).data.every(Number.isFinite)).toBe(true);
    expect(() => pcen(S, { zi: [1] })).toThrow(codes('SHAPE_MISMATCH'));
    expect(() => pcen(S, { ref: part(S, 0, 3) })).toThrow(codes('SHAPE_MISMATCH'));
    expect(() => pcen({ ...S, data: S.data.map((v) => -v) })).toThrow(codes('NOT_FINITE'));
    expect(() => pcen({ ...S, data: new Float32Array(60).fill(Number.NaN) })).toThrow(codes('NOT_FINITE'));
  });
});
