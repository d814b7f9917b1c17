import { defineFeatureSet, type FeatureSet } from '../src/index';

const peak: FeatureSet = {
  name: 'peak',
  version: '1',
  columns: ['peak'],
  shape: [1],
  extract: ({ samples }) => Float32Array.of(Math.max(...samples)),
};
const clip = { samples: Float32Array.of(0.25, 0.5), sampleRate: 8000 };

describe('defineFeatureSet', () => {
  it('keeps what it is given and extracts', () => {
    const set = defineFeatureSet({ ...peak, reference: { module: 'my-features', export: 'peak' } });
    expect([...set.extract(clip)]).toEqual([0.5]);
    expect(set.reference).toEqual({ module: 'my-features', export: 'peak' });
    expect(defineFeatureSet(peak)).not.toHaveProperty('reference');
  });

  it.each([
    [{ name: '' }],
    [{ version: '' }],
    [{ shape: [] }],
    [{ shape: [0] }],
    [{ columns: ['a', 'b'] }],
    [{ columns: ['a', 'a'], shape: [2] }],
  ])('refuses %p', (change) => {
    expect(() => defineFeatureSet({ ...peak, ...change })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('catches a function that gives another size, or NaN', () => {
    const wide = defineFeatureSet({ ...peak, extract: () => new Float32Array(2) });
    const broken = defineFeatureSet({ ...peak, extract: () => Float32Array.of(Number.NaN) });
    expect(() => wide.extract(clip)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => broken.extract(clip)).toThrow(expect.objectContaining({ code: 'NON_FINITE_SAMPLES' }));
  });
});
