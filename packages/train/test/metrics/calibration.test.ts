import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { applyTemperature, expectedCalibrationError, fitTemperature } from '../../src';
import { readGolden } from '../support/readGolden';
import { thrownCode } from '../support/thrownCode';

const { calibration } = readGolden<{
  calibration: {
    yTrue: number[];
    classes: number;
    bins: number;
    logits: number[];
    probabilities: number[];
    expected: number;
    maximum: number;
    temperature: number;
    temperatureSklearn: number;
    nll: number[];
    scaled: number[];
  }[];
}>('statistics.json');
const cases = calibration.map((golden) => [golden.yTrue.length, golden.classes, golden] as const);

describe('expectedCalibrationError', () => {
  it.each(cases)('follows Guo et al. on %i rows of %i classes', (_rows, _classes, golden) => {
    const { expected, maximum, bins } = expectedCalibrationError(golden.yTrue, golden.probabilities, {
      bins: golden.bins,
    });
    expectAllClose([expected, maximum], [golden.expected, golden.maximum], { atol: 1e-12, why: 'sums in float64' });
    expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(golden.yTrue.length);
  });

  it('puts a confidence on an edge into the bin below it', () => {
    const { bins } = expectedCalibrationError([0, 0], [0.5, 0.5, 0.75, 0.25], { bins: 4 });
    expect(bins.map(({ rows }) => rows)).toEqual([0, 1, 1, 0]);
    expect(bins[0]).toEqual({ above: 0, upTo: 0.25, rows: 0, accuracy: null, confidence: null });
    expect(bins[2]).toEqual({ above: 0.5, upTo: 0.75, rows: 1, accuracy: 1, confidence: 0.75 });
  });

  it('takes edges as they are, not as products round them', () => {
    // k / n * n is not k for 264 of these 7,921 edges, and is k for 818 of the numbers right above one.
    const binOf = (confidence: number, bins: number) =>
      expectedCalibrationError([0], [confidence, 1 - confidence], { bins }).bins.findIndex(({ rows }) => rows === 1);
    for (let bins = 1; bins <= 180; bins++) {
      for (let k = Math.ceil(bins / 2) + 1; k < bins; k++) {
        const edge = k / bins;
        const found = [binOf(edge, bins), binOf(edge + 2 ** -53, bins)];
        if (found[0] !== k - 1 || found[1] !== k) throw new Error(`edge ${k} of ${bins} bins lies in ${found}`);
      }
    }
  });

  it('is 0 where confidence is accuracy, 15 bins by default', () => {
    const result = expectedCalibrationError([0, 0, 0, 1], [0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25]);
    expect(result).toMatchObject({ expected: 0, maximum: 0 });
    expect(result.bins).toHaveLength(15);
  });

  it('refuses what are no probabilities', () => {
    expect(thrownCode(() => expectedCalibrationError([0], [0.5, 0.6]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => expectedCalibrationError([0], [1.2, -0.2]))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => expectedCalibrationError([0], [Number.NaN, 1]))).toBe('NON_FINITE_INPUT');
    expect(thrownCode(() => expectedCalibrationError([], []))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => expectedCalibrationError([0], [1, 0], { bins: 0 }))).toBe('INVALID_OPTION');
  });
});

describe('fitTemperature and applyTemperature', () => {
  it.each(cases)("find scipy's and scikit-learn's temperature on %i rows of %i classes", (_rows, classes, golden) => {
    const fitted = fitTemperature(golden.logits, golden.yTrue);
    expectAllClose([fitted.temperature], [golden.temperature], { rtol: 1e-10, why: 'two root finders' });
    expectAllClose([fitted.temperature], [golden.temperatureSklearn], { rtol: 1e-6, why: "its minimiser's tolerance" });
    expectAllClose([fitted.nllBefore, fitted.nllAfter], golden.nll, { rtol: 1e-12, why: 'sums in another order' });
    expect(fitted.atBound).toBe(false);
    const scaled = applyTemperature(golden.logits, fitted.temperature, classes);
    expectAllClose(scaled, golden.scaled, { rtol: 1e-6, atol: 1e-9, why: 'float32 results' });
  });

  it('take probabilities for logits', () => {
    const { logits, yTrue, classes } = calibration[1]!;
    const probabilities = applyTemperature(logits, 1, classes);
    const direct = fitTemperature(logits, yTrue).temperature;
    const from = { from: 'probabilities' } as const;
    const { temperature } = fitTemperature(probabilities, yTrue, from);
    expectAllClose([temperature], [direct], { rtol: 1e-5, why: 'float32 probabilities' });
    expectAllClose(
      applyTemperature(probabilities, temperature, classes, from),
      applyTemperature(logits, direct, classes),
      { rtol: 1e-4, why: 'float32 probabilities' },
    );
    // Probabilities of 0, even of the right class, are no trouble.
    expect(fitTemperature([1, 0, 1, 0, 0, 1], [0, 1, 1], from).temperature).toBeGreaterThan(1);
  });

  it('undo what sharpened honest logits', () => {
    // Labels are drawn from the very probabilities of the logits, which are then tripled.
    const rng = createRng(3);
    const logits = Array.from({ length: 5_000 * 3 }, () => rng.normal());
    const honest = applyTemperature(logits, 1, 3);
    const yTrue = Array.from({ length: 5_000 }, (_, row) => {
      const drawn = rng.uniform();
      return drawn < honest[row * 3]! ? 0 : drawn < honest[row * 3]! + honest[row * 3 + 1]! ? 1 : 2;
    });
    const tripled = logits.map((value) => 3 * value);
    const { temperature, nllBefore, nllAfter } = fitTemperature(tripled, yTrue);
    expect(Math.abs(temperature - 3)).toBeLessThan(0.2);
    expect(nllAfter).toBeLessThan(nllBefore);
    const error = (t: number) => expectedCalibrationError(yTrue, applyTemperature(tripled, t, 3)).expected;
    expect(error(temperature)).toBeLessThan(0.25 * error(1));
  });

  it('stop at a bound and say so where no temperature is best', () => {
    expect(fitTemperature([3, 0, 0, 3], [0, 1])).toMatchObject({ temperature: 0.05, atBound: true });
    expect(fitTemperature([3, 0, 0, 3], [1, 0])).toMatchObject({ temperature: 20, atBound: true });
    expect(fitTemperature([1, 1, 2, 2], [1, 0])).toMatchObject({ temperature: 1, atBound: false });
    expect(fitTemperature([1e6, -1e6, -1e6, 1e6], [1, 0]).nllAfter).toBe(1e5);
  });

  it('take logits of any size', () => {
    expectAllClose(applyTemperature([1000, 999, -1e9, 1e9], 1, 2), [1 / (1 + Math.exp(-1)), 1 / (1 + Math.E), 0, 1], {
      rtol: 1e-6,
      why: 'float32 results',
    });
  });

  it('refuse what has no answer', () => {
    expect(thrownCode(() => fitTemperature([1, 2], [2]))).toBe('LABEL_OUT_OF_RANGE');
    expect(thrownCode(() => fitTemperature([1, Number.POSITIVE_INFINITY], [0]))).toBe('NON_FINITE_INPUT');
    expect(thrownCode(() => fitTemperature([], []))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => fitTemperature([2, 3], [0], { from: 'probabilities' }))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => fitTemperature([2, 3], [0], { from: 'odds' as 'logits' }))).toBe('INVALID_OPTION');
    expect(thrownCode(() => applyTemperature([1, 2], 0, 2))).toBe('INVALID_OPTION');
    expect(thrownCode(() => applyTemperature([1, 2, 3], 1, 2))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => applyTemperature([1, Number.NaN], 1, 2))).toBe('NON_FINITE_INPUT');
  });
});
