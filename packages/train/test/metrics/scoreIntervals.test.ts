import { createRng } from '@ser/random';
import { bootstrapInterval, classificationReport, scoreIntervals } from '../../src';
import { thrownCode } from '../support/thrownCode';

const rng = createRng(5);
const yTrue = Array.from({ length: 120 }, (_, row) => row % 3);
const yPred = yTrue.map((label) => (rng.uniform() < 0.6 ? label : rng.integer(3)));
const clusters = yTrue.map((_, row) => `speaker ${Math.floor(row / 10)}`);
const data = { yTrue, yPred, classes: 3, clusters, resamples: 200, seed: 7 };

describe('scoreIntervals', () => {
  it('gives each figure the interval that bootstrapInterval gives it', () => {
    const intervals = scoreIntervals({ ...data, confidence: 0.9, method: 'percentile' });
    const report = classificationReport(yTrue, yPred, ['a', 'b', 'c']);
    for (const metric of ['accuracy', 'uar', 'macroF1', 'weightedF1'] as const) {
      expect(intervals[metric]).toMatchObject({ estimate: report[metric], clusters: 12, method: 'percentile' });
      expect(intervals[metric].low).toBeLessThan(report[metric]);
      expect(intervals[metric].high).toBeGreaterThan(report[metric]);
    }
    const accuracy = bootstrapInterval({
      clusters,
      resamples: 200,
      seed: 7,
      confidence: 0.9,
      method: 'percentile',
      statistic: (rows) => rows.filter((row) => yTrue[row] === yPred[row]).length / rows.length,
    });
    expect(intervals.accuracy).toEqual(accuracy);
    const pick = (labels: number[], rows: Uint32Array) => Array.from(rows, (row) => labels[row]!);
    const macroF1 = bootstrapInterval({
      ...data,
      statistic: (rows) => classificationReport(pick(yTrue, rows), pick(yPred, rows), ['a', 'b', 'c']).macroF1,
    });
    expect(scoreIntervals(data).macroF1).toEqual(macroF1);
  });

  it('stays finite when classes are missing from draws', () => {
    const lone = { ...data, yTrue: clusters.map((name) => (name === 'speaker 3' ? 2 : 0)), classes: 3 };
    for (const { low, high } of Object.values(scoreIntervals(lone))) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }
  });

  it('refuses other numbers of rows, labels out of range and one speaker', () => {
    expect(thrownCode(() => scoreIntervals({ ...data, yPred: [0] }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => scoreIntervals({ ...data, clusters: ['a'] }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => scoreIntervals({ ...data, classes: 2 }))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => scoreIntervals({ ...data, clusters: clusters.map(() => 'a') }))).toBe('INVALID_SAMPLES');
  });
});
