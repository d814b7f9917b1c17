import { TrainError } from '../errors';
import { checkFinite, checkProbabilities, checkRows } from './checkRows';

/** What `fitTemperature` found; plain JSON. */
export interface TemperatureFit {
  /** Divide logits by it. Above 1: the model was too sure. */
  readonly temperature: number;
  /** Mean negative log-likelihood, natural logarithm, at temperature 1. */
  readonly nllBefore: number;
  /** The same at `temperature`. */
  readonly nllAfter: number;
  /** True when the best temperature lies outside 0.05 to 20 and the nearer bound was taken: too few rows, or all right, or none. */
  readonly atBound: boolean;
}

/** Options of {@link fitTemperature} and {@link applyTemperature}. */
export interface TemperatureOptions {
  /** What the values are. Default `'logits'`; with `'probabilities'` (`predict`'s result) their logarithms are taken. */
  readonly from?: 'logits' | 'probabilities';
}

const bounds = { lowest: 0.05, highest: 20 };
/** Float32's smallest normal number: a probability below it counts as this, so that its logarithm is finite. */
const leastProbability = 2 ** -126;

/**
 * The temperature that makes probabilities honest: the T that minimises the mean negative log-likelihood of
 * softmax(logits / T). Fit it on rows that the model was not trained on, and not on the test rows.
 *
 * The likelihood is convex in 1 / T, so bisection on its derivative cannot miss; the predicted classes stay as they are.
 *
 * @param values - row-major, rows * classes logits (or probabilities, see `from`)
 * @param yTrue - class index of each row
 * @throws TrainError `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `NON_FINITE_INPUT`, `INVALID_OPTION`
 * @example
 * const { temperature } = fitTemperature([4, 0, 4, 0, 0, 4], [0, 1, 1]);
 * @see Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2; scikit-learn 1.9's
 * `CalibratedClassifierCV(method='temperature')`, to 1e-6 (its minimiser's tolerance), and scipy's `brentq`, to 1e-10
 */
export function fitTemperature(
  values: ArrayLike<number>,
  yTrue: ArrayLike<number>,
  { from = 'logits' }: TemperatureOptions = {},
): TemperatureFit {
  const classes = checkRows('fitTemperature', yTrue, 'values', values);
  const logits = toLogits('fitTemperature', values, classes, from);
  const slope = (logTemperature: number) => lossAt(logits, yTrue, classes, Math.exp(-logTemperature)).slope;
  let low = Math.log(bounds.lowest);
  let high = Math.log(bounds.highest);
  // In 1 / T the slope rises, so it falls with log T: above 0 means that T must grow.
  const atBest = slope(0) === 0;
  const atLow = !atBest && slope(low) <= 0;
  const atHigh = !atBest && !atLow && slope(high) >= 0;
  while (!atBest && !atLow && !atHigh && high - low > 2e-15) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  const temperature = atBest ? 1 : atLow ? bounds.lowest : atHigh ? bounds.highest : Math.exp(high);
  return {
    temperature,
    nllBefore: lossAt(logits, yTrue, classes, 1).loss,
    nllAfter: lossAt(logits, yTrue, classes, 1 / temperature).loss,
    atBound: atLow || atHigh,
  };
}

/**
 * Probabilities at a temperature: softmax(logits / temperature).
 *
 * @param values - row-major, rows * classes logits (or probabilities, see `from`)
 * @param temperature - above 0, of {@link fitTemperature}
 * @param classes - number of classes
 * @returns row-major, as many values; each row sums to 1
 * @throws TrainError `INVALID_SAMPLES`, `NON_FINITE_INPUT`, `INVALID_OPTION`
 * @example
 * const calibrated = applyTemperature(await predict(model, x, shape), temperature, 8, { from: 'probabilities' });
 */
export function applyTemperature(
  values: ArrayLike<number>,
  temperature: number,
  classes: number,
  { from = 'logits' }: TemperatureOptions = {},
): Float32Array {
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new TrainError(
      'INVALID_OPTION',
      `applyTemperature: temperature=${String(temperature)}; expected a finite number above 0`,
    );
  }
  if (!(Number.isInteger(classes) && classes >= 2 && values.length > 0 && values.length % classes === 0)) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `applyTemperature: values.length=${values.length}, classes=${String(classes)}; expected at least 2 classes and a positive multiple of them`,
    );
  }
  checkFinite('applyTemperature', 'values', values);
  const logits = toLogits('applyTemperature', values, classes, from);
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const powers = row.map((value) => Math.exp((value - largest) / temperature));
    const sum = powers.reduce((total, power) => total + power, 0);
    probabilities.set(
      powers.map((power) => power / sum),
      start,
    );
  }
  return probabilities;
}

function toLogits(
  functionName: string,
  values: ArrayLike<number>,
  classes: number,
  from: 'logits' | 'probabilities',
): Float64Array {
  if (from === 'logits') return Float64Array.from(values);
  if (from !== 'probabilities') {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: from=${JSON.stringify(from)}; expected 'logits' or 'probabilities'`,
    );
  }
  checkProbabilities(functionName, values, classes);
  return Float64Array.from(values, (value) => Math.log(Math.max(value, leastProbability)));
}

/** Mean negative log-likelihood of softmax(scale * logits), and its derivative by scale. */
function lossAt(
  logits: Float64Array,
  yTrue: ArrayLike<number>,
  classes: number,
  scale: number,
): { loss: number; slope: number } {
  let loss = 0;
  let slope = 0;
  for (let row = 0; row < yTrue.length; row++) {
    const start = row * classes;
    let largest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]!);
    let sum = 0;
    let weighted = 0;
    for (let c = 0; c < classes; c++) {
      // Distances from the largest logit: their powers cannot overflow, and slopes lose no digits to a common offset.
      const below = logits[start + c]! - largest;
      const power = Math.exp(scale * below);
      sum += power;
      weighted += power * below;
    }
    const target = logits[start + yTrue[row]!]! - largest;
    loss += Math.log(sum) - scale * target;
    slope += weighted / sum - target;
  }
  return { loss: loss / yTrue.length, slope: slope / yTrue.length };
}
