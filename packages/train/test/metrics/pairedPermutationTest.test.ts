import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { pairedPermutationTest } from '../../src';
import { readGolden } from '../support/readGolden';
import { thrownCode } from '../support/thrownCode';

type Golden = Record<'uar' | 'accuracy', { difference: number; pValue: number }> & {
  yTrue: number[];
  a: number[];
  b: number[];
  classes: number;
  clusters: string[];
};
const { permutations } = readGolden<{ permutations: Golden[] }>('statistics.json');

/** `rows` right answers of 20 speakers, of which the models know shares. */
function twoModels(rows: number, shares: readonly [number, number], seed: number) {
  const rng = createRng(seed);
  const yTrue = Array.from({ length: rows }, () => rng.integer(4));
  const guess = (share: number) => yTrue.map((label) => (rng.uniform() < share ? label : rng.integer(4)));
  const clusters = yTrue.map((_, row) => `speaker ${row % 20}`);
  return { yTrue, a: guess(shares[0]), b: guess(shares[1]), classes: 4, clusters };
}

describe('pairedPermutationTest', () => {
  it.each(permutations.map((golden) => [new Set(golden.clusters).size, golden] as const))(
    "equals scipy's exact test on %i clusters",
    (clusters, { uar, accuracy, ...data }) => {
      for (const [metric, expected] of Object.entries({ uar, accuracy })) {
        const result = pairedPermutationTest({ ...data, metric: metric as 'uar' });
        expect(result).toMatchObject({ exact: true, permutations: 2 ** clusters, clusters });
        expectAllClose([result.difference, result.pValue], [expected.difference, expected.pValue], {
          atol: 1e-12,
          why: 'the same exchanges',
        });
      }
    },
  );

  it('draws exchanges of many clusters, the same for the same seed', () => {
    const data = { ...twoModels(400, [0.6, 0.45], 1), permutations: 999 };
    const result = pairedPermutationTest(data);
    expect(result).toMatchObject({ exact: false, permutations: 999, clusters: 20 });
    expect(pairedPermutationTest(data)).toEqual(result);
    expect(result.pValue).toBeLessThan(0.05);
    expect(pairedPermutationTest({ ...data, a: data.b }).pValue).toBe(1);
    // Never 0: the data themselves are one of the exchanges.
    expect(pairedPermutationTest({ ...data, a: data.yTrue }).pValue).toBe(1 / 1000);
  });

  it('calls one in ten equal models different at a level of a tenth', () => {
    const small = Array.from({ length: 200 }, (_, seed) =>
      pairedPermutationTest({ ...twoModels(100, [0.5, 0.5], seed), metric: 'accuracy', permutations: 199 }),
    ).filter(({ pValue }) => pValue <= 0.1);
    expect(small.length / 200).toBeGreaterThan(0.03);
    expect(small.length / 200).toBeLessThan(0.17);
  });

  it('refuses other lengths, one cluster, labels out of range and unknown metrics', () => {
    const data = twoModels(40, [0.5, 0.5], 2);
    expect(thrownCode(() => pairedPermutationTest({ ...data, a: [0] }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => pairedPermutationTest({ ...data, clusters: data.clusters.map(() => 'a') }))).toBe(
      'INVALID_SAMPLES',
    );
    expect(thrownCode(() => pairedPermutationTest({ ...data, b: data.b.map(() => 4) }))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => pairedPermutationTest({ ...data, metric: 'loss' as 'uar' }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => pairedPermutationTest({ ...data, permutations: 1 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => pairedPermutationTest({ ...data, seed: Number.NaN, permutations: 100 }))).toBe(
      'INVALID_OPTION',
    );
    expect(thrownCode(() => pairedPermutationTest({ ...data, classes: 0 }))).toBe('INVALID_OPTION');
  });
});
