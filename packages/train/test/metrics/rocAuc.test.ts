import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { multiclassRocAuc, rocAuc } from '../../src';
import { readGolden } from '../support/readGolden';
import { thrownCode } from '../support/thrownCode';

const { roc, multiclassRoc } = readGolden<{
  roc: { yTrue: number[]; scores: number[]; auc: number }[];
  multiclassRoc: {
    yTrue: number[];
    probabilities: number[];
    perClass: (number | null)[];
    macro: number;
    weighted: number;
  }[];
}>('statistics.json');
const close = { atol: 1e-12, why: 'pairs counted exactly, against trapezoids summed' };

describe('rocAuc', () => {
  it.each(roc.map((golden) => [golden.yTrue.length, golden] as const))(
    'equals scikit-learn, ties included, on %i rows',
    (_rows, { yTrue, scores, auc }) => {
      expectAllClose([rocAuc(yTrue, scores)], [auc], close);
    },
  );

  it('is 1 for the right order, 0 for the reverse, a half for no order', () => {
    expect(rocAuc([0, 0, 1, 1], [1, 2, 3, 4])).toBe(1);
    expect(rocAuc([0, 0, 1, 1], [4, 3, 2, 1])).toBe(0);
    expect(rocAuc([0, 1, 0, 1], [7, 7, 7, 7])).toBe(0.5);
  });

  it('refuses one class, other labels, scores that are not finite, other lengths', () => {
    expect(thrownCode(() => rocAuc([1, 1], [0.1, 0.2]))).toBe('SINGLE_CLASS');
    expect(thrownCode(() => rocAuc([0, 2], [0.1, 0.2]))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => rocAuc([0, 1], [0.1, Number.NaN]))).toBe('NON_FINITE_INPUT');
    expect(thrownCode(() => rocAuc([0, 1], [0.1]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => rocAuc([], []))).toBe('INVALID_SAMPLES');
  });
});

describe('multiclassRocAuc', () => {
  it.each(multiclassRoc.map((golden) => [golden.perClass.length, golden] as const))(
    'equals scikit-learn on %i classes',
    (_classes, { yTrue, probabilities, ...golden }) => {
      const { perClass, macro, weighted } = multiclassRocAuc(yTrue, probabilities);
      expect(perClass.map((area) => area === null)).toEqual(golden.perClass.map((area) => area === null));
      expectAllClose(
        [...perClass.map((area) => area ?? -1), macro, weighted],
        [...golden.perClass.map((area) => area ?? -1), golden.macro, golden.weighted],
        close,
      );
    },
  );

  it('refuses a single class and values that are no whole rows', () => {
    expect(thrownCode(() => multiclassRocAuc([1, 1], [0.1, 0.9, 0.2, 0.8]))).toBe('SINGLE_CLASS');
    expect(thrownCode(() => multiclassRocAuc([1, 0], [0.1, 0.9, 0.2]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => multiclassRocAuc([1, 0], [1, 1]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => multiclassRocAuc([1, 2], [0.1, 0.9, 0.2, 0.8]))).toBe('LABEL_OUT_OF_RANGE');
  });
});
