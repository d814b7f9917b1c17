import { stackMemory } from '../src/index';

const S = { data: new Float32Array([1, 2, 3]), rows: 3, cols: 1 };

describe('stackMemory', () => {
  it('lays earlier frames beside each, zeros before the first', () => {
    expect([...stackMemory(S, { nSteps: 3 }).data]).toEqual([1, 0, 0, 2, 1, 0, 3, 2, 1]);
    expect([...stackMemory(S, { delay: -1, mode: 'edge' }).data]).toEqual([1, 2, 2, 3, 3, 3]);
  });
  it('refuses bad options and matrices', () => {
    for (const bad of [
      { nSteps: 0 },
      { delay: 0 },
      { delay: 0.5 },
      { mode: 'maximum' as 'edge' },
      { constantValues: Number.NaN },
    ]) {
      expect(() => stackMemory(S, bad)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    }
    expect(() => stackMemory({ ...S, rows: 2 })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  });
});
