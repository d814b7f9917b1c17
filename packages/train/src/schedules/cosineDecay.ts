import { TrainError } from '../errors';
import type { Schedule } from './schedule';

/** Options of {@link cosineDecay}. */
export interface CosineDecayOptions {
  /** Rate at step 0; with a warm-up, where the warm-up begins. */
  readonly initialLearningRate: number;
  /** Steps from the (warmed-up) rate to the last one. Default: to the end of the training. */
  readonly decaySteps?: number;
  /** The last rate as a share of the highest. Default 0. */
  readonly alpha?: number;
  /** Rate at the end of a linear warm-up. Default: no warm-up. */
  readonly warmupTarget?: number;
  /** Steps of the warm-up. Default 0. */
  readonly warmupSteps?: number;
}

/**
 * Half a cosine from the initial rate down to `alpha` times it, after an optional linear warm-up.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see Keras' `CosineDecay`; Loshchilov & Hutter 2017, SGDR
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
  const refuse = (what: string, expected: string): never => {
    throw new TrainError('INVALID_OPTION', `cosineDecay: ${what}; expected ${expected}`);
  };
  const isRate = (rate: number) => rate >= 0 && Number.isFinite(rate);
  if (!isRate(initialLearningRate)) refuse(`initialLearningRate=${initialLearningRate}`, 'a finite number from 0 on');
  if (warmupTarget === undefined && initialLearningRate === 0)
    refuse('initialLearningRate=0', 'a warmupTarget with it');
  if (warmupTarget !== undefined && !(isRate(warmupTarget) && warmupTarget > 0)) {
    refuse(`warmupTarget=${warmupTarget}`, 'a finite number above 0');
  }
  if (!(alpha >= 0 && alpha <= 1)) refuse(`alpha=${alpha}`, '0 to 1');
  if (!(Number.isInteger(warmupSteps) && warmupSteps >= 0))
    refuse(`warmupSteps=${warmupSteps}`, 'a whole number from 0 on');
  if (decaySteps !== undefined && !(decaySteps > 0)) refuse(`decaySteps=${decaySteps}`, 'a number above 0');
  const highest = warmupTarget ?? initialLearningRate;
  const warming = warmupTarget === undefined ? 0 : warmupSteps;
  return (step, totalSteps) => {
    if (step < warming) return initialLearningRate + (highest - initialLearningRate) * (step / warming);
    const steps = decaySteps ?? Math.max(1, totalSteps - warming);
    const share = Math.min(1, (step - warming) / steps);
    return highest * (alpha + (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)));
  };
}
