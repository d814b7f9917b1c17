import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { classificationReport, confusionMatrix, formatReport, normalizeConfusion, scoresOf } from '../../src';
import { readGolden } from '../support/readGolden';
import { thrownCode } from '../support/thrownCode';

interface GoldenCase {
  yTrue: number[];
  yPred: number[];
  labels: string[];
  confusion: number[][];
  normalized: Partial<Record<'true' | 'pred' | 'all', number[][]>>;
  accuracy: number;
  uar: number;
  macro: number[];
  weighted: number[];
  perClass: number[][];
  text: Record<string, string>;
}
const cases = readGolden<GoldenCase[]>('metrics.json').map(
  (golden) => [`${golden.yTrue.length} rows of ${golden.labels.length} classes`, golden] as const,
);
const exact = { why: 'the same operations in the same order' };

describe('classificationReport, scoresOf and confusionMatrix', () => {
  it.each(cases)('equal scikit-learn to the last bit: %s', (_name, golden) => {
    const report = classificationReport(golden.yTrue, golden.yPred, golden.labels);
    const { macroAverage, weightedAverage } = report;
    expectAllClose([report.accuracy, report.uar], [golden.accuracy, golden.uar], exact);
    expectAllClose([macroAverage.precision, macroAverage.recall, macroAverage.f1], golden.macro, exact);
    expectAllClose([weightedAverage.precision, weightedAverage.recall, weightedAverage.f1], golden.weighted, exact);
    expectAllClose(
      report.perClass.flatMap(({ precision, recall, f1, support }) => [precision, recall, f1, support]),
      golden.perClass.flat(),
      exact,
    );
    const matrix = confusionMatrix(golden.yTrue, golden.yPred, golden.labels.length);
    expect(matrix).toEqual(golden.confusion);
    const { accuracy, uar, macroF1, weightedF1 } = report;
    expect([macroF1, weightedF1, report.support]).toEqual([macroAverage.f1, weightedAverage.f1, golden.yTrue.length]);
    expect(scoresOf(matrix)).toEqual({ accuracy, uar, macroF1, weightedF1 });
  });

  it('refuse other lengths, labels out of range, no rows and no labels', () => {
    expect(thrownCode(() => confusionMatrix([0, 1], [0], 2))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => confusionMatrix([0, 2], [0, 1], 2))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => confusionMatrix([0, 1], [0, 0.5], 2))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => confusionMatrix([0, 1], [0, Number.NaN], 2))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => confusionMatrix([0], [0], 0))).toBe('INVALID_OPTION');
    expect(thrownCode(() => classificationReport([], [], ['a']))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => classificationReport([0], [0], []))).toBe('INVALID_OPTION');
    expect(thrownCode(() => scoresOf([]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => scoresOf([[1, 2]]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => scoresOf([[Number.NaN]]))).toBe('INVALID_SAMPLES');
  });
});

describe('formatReport', () => {
  it.each(cases)('prints what scikit-learn prints: %s', (_name, golden) => {
    const report = classificationReport(golden.yTrue, golden.yPred, golden.labels);
    for (const [digits, text] of Object.entries(golden.text)) {
      expect(formatReport(report, { digits: Number(digits) })).toBe(text);
    }
    expect(formatReport(report)).toBe(golden.text[2]);
  });

  it('rounds 0.125 to even, as Python does and JavaScript does not', () => {
    const report = classificationReport([0, 0, 0, 0, 0, 0, 0, 0, 1], [0, 1, 1, 1, 1, 1, 1, 1, 1], ['a', 'b']);
    expect(formatReport(report)).toMatch(/ a {7}1\.00 {6}0\.12 /);
  });

  it.each([-1, 1.5, 16, Number.NaN])('refuses %p digits', (digits) => {
    const report = classificationReport([0], [0], ['a']);
    expect(thrownCode(() => formatReport(report, { digits }))).toBe('INVALID_OPTION');
  });
});

describe('normalizeConfusion', () => {
  it.each(cases)('equals scikit-learn to the last bit: %s', (_name, golden) => {
    for (const [over, expected] of Object.entries(golden.normalized)) {
      expect(normalizeConfusion(golden.confusion, over as 'true')).toEqual(expected);
    }
  });

  it('divides by the rows of the actual class unless told otherwise', () => {
    expect(
      normalizeConfusion([
        [3, 1],
        [0, 2],
      ]),
    ).toEqual([
      [0.75, 0.25],
      [0, 1],
    ]);
  });

  it('refuses no rows and another word', () => {
    expect(thrownCode(() => normalizeConfusion([[0]]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => normalizeConfusion([[1]], 'rows' as 'true'))).toBe('INVALID_OPTION');
  });
});
