import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { createRng, restoreRng } from '../src/index';
import { log } from '../src/log';

const seeds = fc.oneof(fc.integer(), fc.string());

describe('createRng', () => {
  // These values may never change: saved runs and caches depend on them.
  it('draws the pinned first values', () => {
    const rng = createRng(0);
    const drawn = {
      uniform: [rng.uniform(), rng.uniform()],
      normal: [rng.normal(), rng.normal()],
      integer: rng.integer(10),
      permutation: [...rng.permutation(8)],
      fork: rng.fork('a').uniform(),
      text: createRng('a').uniform(),
      choice: createRng(1).choice(['x', 'y', 'z']),
      shuffle: createRng(6).shuffle([1, 2, 3, 4, 5]),
    };
    expect(drawn).toEqual(PINNED);
  });

  it('gives the same stream for the same seed and others for near seeds, numbers and texts apart', () => {
    fc.assert(fc.property(seeds, (seed) => expect(createRng(seed).uniform()).toBe(createRng(seed).uniform())));
    const first = [0, 1, 2, 3, '0', '1'].map((seed) => createRng(seed).uniform());
    expect(new Set(first).size).toBe(6);
  });

  it('forks by key alone: neither earlier draws nor other forks matter, and the parent is not advanced', () => {
    const rng = createRng(3);
    const before = rng.fork('x').uniform();
    const state = rng.state();
    rng.fork('y');
    expect(rng.state()).toBe(state);
    rng.uniform();
    expect(rng.fork('x').uniform()).toBe(before);
    expect(rng.fork('x').fork('y').uniform()).not.toBe(rng.fork('y').fork('x').uniform());
  });

  it.each([0, 1, 2, 3, 8, 9])(
    'fills an array of %d with what normal() would give, whatever waits before and after',
    (length) => {
      for (const drawnBefore of [0, 1]) {
        const [rng, copy] = [createRng(6), createRng(6)];
        for (let i = 0; i < drawnBefore; i++) expect(rng.normal()).toBe(copy.normal());
        const filled = rng.fillNormal(new Float64Array(length));
        expect(filled).toEqual(Float64Array.from({ length }, () => copy.normal()));
        expect(rng.state()).toBe(copy.state());
      }
    },
  );
  it.each([0, 1, 31, 32, 4096, 4097, 10_001])('fills %i places as single uniform draws would', (length) => {
    const [rng, copy] = [createRng(6), createRng(6)];
    expect(rng.fillUniform(new Float64Array(length), -2, 3)).toEqual(
      Float64Array.from({ length }, () => copy.uniform(-2, 3)),
    );
    expect(rng.fillUniform(new Float64Array(length))).toEqual(Float64Array.from({ length }, () => copy.uniform()));
    expect(rng.state()).toBe(copy.state());
    expect(() => rng.fillUniform(new Float64Array(1), 1, 0)).toThrow('fillUniform: low=1, high=0');
  });

  it('goes on from a state, the waiting normal deviate included', () => {
    const rng = createRng('state');
    rng.normal();
    const copy = restoreRng(JSON.parse(JSON.stringify(rng.state())));
    expect([copy.normal(), copy.normal(), copy.uniform(), copy.fork(1).uniform()]).toEqual([
      rng.normal(),
      rng.normal(),
      rng.uniform(),
      rng.fork(1).uniform(),
    ]);
  });

  it('draws uniform and normal numbers with the moments of theirs', () => {
    const rng = createRng('moments');
    const n = 200_000;
    let [u, z, z2, z4] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      u += rng.uniform();
      const value = rng.normal();
      z += value;
      z2 += value ** 2;
      z4 += value ** 4;
    }
    expectAllClose([u / n, z / n, z2 / n, z4 / n], [0.5, 0, 1, 3], { atol: 0.06, why: 'four standard errors of z^4' });
    expectAllClose([u / n, z / n], [0.5, 0], { atol: 0.009, why: 'four standard errors of the means' });
  });

  it('keeps uniform in [low, high) and integer in 0 to n - 1, all of them reached', () => {
    const rng = createRng(9);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (n) => {
        const value = rng.integer(n);
        expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
        const x = rng.uniform(-n, n);
        expect(x >= -n && x < n).toBe(true);
      }),
    );
    expect(new Set(Array.from({ length: 200 }, () => rng.integer(7))).size).toBe(7);
  });

  it('shuffles into a new array with the same elements', () => {
    const array = Array.from({ length: 100 }, (_, i) => i);
    const shuffled = createRng(1).shuffle(array);
    expect(shuffled).not.toEqual(array);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(array);
    expect([...createRng(1).permutation(100)].sort((a, b) => a - b)).toEqual(array);
  });

  it('has a logarithm within an ulp or two of the engine', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -100, max: 1, noNaN: true }), (x) => {
        expectAllClose([log(x)], [Math.log(x)], { rtol: 5e-16, why: 'both round' });
      }),
    );
  });

  it('refuses bad arguments and states', () => {
    const rng = createRng(0);
    const invalid = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
    expect(() => createRng(Number.NaN)).toThrow(invalid);
    expect(() => rng.fork(Number.POSITIVE_INFINITY)).toThrow(invalid);
    expect(() => rng.integer(0)).toThrow('integer: n=0; expected a whole number from 1 to 2^32');
    expect(() => rng.uniform(2, 1)).toThrow(invalid);
    expect(() => rng.normal(0, -1)).toThrow(invalid);
    expect(() => rng.choice([])).toThrow(invalid);
    expect(() => rng.permutation(1.5)).toThrow(invalid);
    for (const state of [
      '',
      '{}',
      'null',
      '{"algorithm":"xoroshiro128plus-sha256-1","key":[0],"state":[0,0,0,0],"spare":null}',
    ]) {
      expect(() => restoreRng(state)).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    }
  });
});

const PINNED = {
  uniform: [0.023037109495108843, 0.992904343553998],
  normal: [-1.3082635970305112, -0.35212652086612883],
  integer: 7,
  permutation: [2, 0, 6, 4, 3, 1, 7, 5],
  fork: 0.8257610572844933,
  text: 0.6883562215835413,
  choice: 'y',
  shuffle: [3, 2, 5, 4, 1],
};
