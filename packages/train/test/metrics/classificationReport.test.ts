import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { classificationReport, confusionMatrix } from '../../src';

interface GoldenCase {
  yTrue: number[];
  yPred: number[];
  labels: string[];
  confusion: number[][];
  accuracy: number;
  uar: number;
  macroF1: number;
  perClass: number[][];
}
const cases: GoldenCase[] = JSON.parse(readFileSync(join(__dirname, '..', 'golden', 'metrics.json'), 'utf8'));

describe('classificationReport and confusionMatrix', () => {
  it.each(cases.map((golden) => [golden.yTrue.length, golden] as const))(
    'equal scikit-learn on %i rows',
    (_rows, golden) => {
      const report = classificationReport(golden.yTrue, golden.yPred, golden.labels);
      const close = { rtol: 1e-15, atol: 1e-15, why: 'float64 sums in another order' };
      expectAllClose(
        [report.accuracy, report.uar, report.macroF1],
        [golden.accuracy, golden.uar, golden.macroF1],
        close,
      );
      expectAllClose(
        report.perClass.flatMap(({ precision, recall, f1, support }) => [precision, recall, f1, support]),
        golden.perClass.flat(),
        close,
      );
      expect(confusionMatrix(golden.yTrue, golden.yPred, golden.labels.length)).toEqual(golden.confusion);
    },
  );

  it('refuses other lengths, labels out of range and no rows', () => {
    expect(() => confusionMatrix([0, 1], [0], 2)).toThrow(expect.objectContaining({ code: 'INVALID_SAMPLES' }));
    expect(() => confusionMatrix([0, 2], [0, 1], 2)).toThrow(expect.objectContaining({ code: 'LABEL_OUT_OF_RANGE' }));
    expect(() => confusionMatrix([0, 1], [0, 0.5], 2)).toThrow(expect.objectContaining({ code: 'LABEL_OUT_OF_RANGE' }));
    expect(() => classificationReport([], [], ['a'])).toThrow(expect.objectContaining({ code: 'INVALID_SAMPLES' }));
  });
});
