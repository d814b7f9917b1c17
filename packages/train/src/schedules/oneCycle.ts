import { TrainError } from '../errors';
import type { Schedule } from './schedule';

/** Options of {@link oneCycle}. */
export interface OneCycleOptions {
  /** The highest rate. */
  readonly maxLearningRate: number;
  /** Steps of the cycle. Default: those of the whole training. */
  readonly totalSteps?: number;
  /** Share of the steps in which the rate rises. Default 0.3. */
  readonly pctStart?: number;
  /** The first rate is the highest divided by this. Default 25. */
  readonly divFactor?: number;
  /** The last rate is the first divided by this. Default 1e4. */
  readonly finalDivFactor?: number;
  /** Default `cos`. */
  readonly annealStrategy?: 'cos' | 'linear';
}

/**
 * One rise to the highest rate and one long fall far below the first: the rates of PyTorch's `OneCycleLR`, which also
 * cycles Adam's beta1; this does not.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see PyTorch's `OneCycleLR(three_phase=False)`; Smith & Topin 2018, Super-Convergence
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { maxLearningRate, totalSteps, pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
  const { annealStrategy = 'cos' } = options;
  for (const [name, value] of Object.entries({ maxLearningRate, divFactor, finalDivFactor })) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new TrainError('INVALID_OPTION', `oneCycle: ${name}=${value}; expected a finite number above 0`);
    }
  }
  if (!(pctStart > 0 && pctStart < 1)) {
    throw new TrainError('INVALID_OPTION', `oneCycle: pctStart=${pctStart}; expected a number above 0 and below 1`);
  }
  if (totalSteps !== undefined && !(Number.isInteger(totalSteps) && totalSteps >= 2)) {
    throw new TrainError('INVALID_OPTION', `oneCycle: totalSteps=${totalSteps}; expected a whole number of at least 2`);
  }
  const anneal = annealStrategy === 'cos' ? byCosine : byLine;
  const first = maxLearningRate / divFactor;
  const last = first / finalDivFactor;
  return (step, steps) => {
    const end = (totalSteps ?? steps) - 1;
    const peak = pctStart * (end + 1) - 1;
    if (peak > 0 && step <= peak) return anneal(first, maxLearningRate, step / peak);
    return anneal(maxLearningRate, last, end > peak ? Math.min(1, (step - peak) / (end - peak)) : 1);
  };
}

const byCosine = (from: number, to: number, share: number) => to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
const byLine = (from: number, to: number, share: number) => from + (to - from) * share;
