import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { bootstrapInterval } from '../../src';
import { intervalOf } from '../../src/metrics/intervalOf';
import { normalCdf, normalQuantile } from '../../src/metrics/normal';
import { studentT } from '../../src/metrics/studentT';
import { readGolden } from '../support/readGolden';
import { thrownCode } from '../support/thrownCode';

const golden = readGolden<{
  intervals: {
    estimate: number;
    leftOut: number[];
    confidence: number;
    percentile: number[];
    bca: number[];
    draws: number[];
    standardError: number;
  }[];
  normalCdf: [number[], number[]];
  normalQuantile: [number[], number[]];
  studentT: [number, number, number][];
}>('statistics.json');

describe('intervalOf', () => {
  it.each(golden.intervals.map((values) => [values.leftOut.length, values] as const))(
    "reads scipy's intervals off scipy's draws: %i clusters",
    (_clusters, { draws, percentile, bca, ...input }) => {
      const close = { rtol: 1e-12, why: 'bisected quantiles of the normal' };
      for (const [method, expected] of [
        ['percentile', percentile],
        ['bca', bca],
      ] as const) {
        const { low, high, ...used } = intervalOf(draws, { ...input, method });
        expect(used).toEqual({ method });
        expectAllClose([low, high], expected, close);
      }
    },
  );

  it('falls back to percentiles beyond the pole of the BCa formula', () => {
    // Bias -3.1, acceleration -0.16: at confidence 0.9999 the bounds would change places.
    const draws = Array.from({ length: 1000 }, (_, draw) => draw / 1000);
    const input = { estimate: 0.0005, leftOut: [1, ...new Array<number>(40).fill(0)], method: 'bca' } as const;
    expect(intervalOf(draws, { ...input, confidence: 0.9999 }).method).toBe('percentile');
    const { low, high, method } = intervalOf(draws, { ...input, confidence: 0.9 });
    expect(method).toBe('bca');
    expect(low).toBeLessThan(high);
  });

  it('knows the normal and Student distributions', () => {
    const [z, cdf] = golden.normalCdf;
    expectAllClose(z.map(normalCdf), cdf, { atol: 1e-15, why: 'series against scipy' });
    expect([normalCdf(-40), normalCdf(40)]).toEqual([0, 1]);
    const [p, quantiles] = golden.normalQuantile;
    expectAllClose(p.map(normalQuantile), quantiles, { atol: 1e-12, why: 'bisection against scipy' });
    expectAllClose(
      golden.studentT.map(([confidence, degrees]) => studentT(confidence, degrees)),
      golden.studentT.map(([, , t]) => t),
      { rtol: 1e-12, why: 'bisection of finite sums against scipy' },
    );
  });
});

describe('bootstrapInterval', () => {
  /** 24 speakers of 10 rows with a mean each. */
  const rng = createRng(4);
  const clusters = Array.from({ length: 240 }, (_, row) => `speaker ${row % 24}`);
  const means = Array.from({ length: 24 }, () => rng.normal());
  const values = clusters.map((_, row) => means[row % 24]! + 0.1 * rng.normal());
  const mean = (rows: Uint32Array) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;

  it('has the standard error of a mean over speakers, not over rows', () => {
    const result = bootstrapInterval({ clusters, statistic: mean, resamples: 4000, seed: 1 });
    const ofSpeakers = Array.from({ length: 24 }, (_, s) =>
      mean(Uint32Array.from({ length: 10 }, (_r, i) => s + 24 * i)),
    );
    const center = ofSpeakers.reduce((sum, value) => sum + value, 0) / 24;
    const error = Math.sqrt(ofSpeakers.reduce((sum, value) => sum + (value - center) ** 2, 0)) / 24;
    expect(Math.abs(result.standardError / error - 1)).toBeLessThan(0.05);
    expect(Math.abs((result.high - result.low) / (2 * 1.96 * error) - 1)).toBeLessThan(0.1);
    expect(result.low).toBeLessThan(result.estimate);
    expect(result.estimate).toBeLessThan(result.high);
    expect(result).toMatchObject({ clusters: 24, resamples: 4000, confidence: 0.95, method: 'bca' });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('is the same for the same seed and for rows in another order', () => {
    const options = { clusters, statistic: mean, resamples: 200, seed: 'a' };
    const result = bootstrapInterval(options);
    expect(bootstrapInterval(options)).toEqual(result);
    expect(bootstrapInterval({ ...options, seed: 'b' })).not.toEqual(result);
    const order = createRng(9).permutation(240);
    const shuffled = bootstrapInterval({
      ...options,
      clusters: Array.from(order, (row) => clusters[row]!),
      statistic: (rows) => mean(rows.map((row) => order[row]!)),
    });
    expectAllClose([shuffled.low, shuffled.high], [result.low, result.high], {
      rtol: 1e-12,
      why: 'sums in another order',
    });
  });

  it('covers the truth about as often as it says', () => {
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const draw = createRng(trial);
      const rows = Array.from({ length: 30 }, () => draw.normal());
      const { low, high } = bootstrapInterval({
        clusters: rows.map((_, row) => String(row)),
        statistic: (drawn) => drawn.reduce((sum, row) => sum + rows[row]!, 0) / drawn.length,
        resamples: 400,
        confidence: 0.9,
      });
      if (low <= 0 && high >= 0) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.82);
    expect(covered / 200).toBeLessThan(0.96);
  });

  it('gives a point, not NaN, for a figure that never varies', () => {
    const result = bootstrapInterval({ clusters, statistic: () => 0.5 });
    expect(result).toMatchObject({ estimate: 0.5, low: 0.5, high: 0.5, standardError: 0, method: 'bca' });
  });

  it('falls back to percentiles where all draws lie on one side', () => {
    const most = (rows: Uint32Array) => new Set(rows).size;
    const result = bootstrapInterval({ clusters, statistic: most, resamples: 100 });
    expect(result).toMatchObject({ estimate: 240, method: 'percentile' });
    expect(result.high).toBeLessThan(240);
  });

  it('refuses one cluster, a statistic that is not finite, and options out of range', () => {
    const options = { clusters, statistic: mean };
    expect(thrownCode(() => bootstrapInterval({ ...options, clusters: ['a', 'a'] }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => bootstrapInterval({ ...options, clusters: [] }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => bootstrapInterval({ ...options, statistic: () => Number.NaN }))).toBe('NON_FINITE_INPUT');
    expect(thrownCode(() => bootstrapInterval({ ...options, confidence: 1 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => bootstrapInterval({ ...options, seed: Number.NaN }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => bootstrapInterval({ ...options, resamples: 10 }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => bootstrapInterval({ ...options, method: 't' as 'bca' }))).toBe('INVALID_OPTION');
  });
});
