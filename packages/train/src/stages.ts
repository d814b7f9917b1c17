import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Adam } from './adam';
import type { Callback } from './callback';
import { TrainError } from './errors';
import { type FitOptions, fit, type History } from './fit';
import type { Samples } from './samples';

/** One stage of a training. */
export interface Stage {
  /** At most this many epochs. */
  readonly epochs: number;
  /** Only of this stage; made anew for it, or Keras' rules for reused callbacks hold. */
  readonly callbacks?: readonly Callback[];
}

/** Options of {@link stages}: those of `fit`; `callbacks` are called in every stage, after the stage's own. */
export type StagesOptions = Omit<FitOptions, 'epochs' | 'initialEpoch' | 'optimizer'>;

/**
 * Trains in stages: weights, Adam's moments and step count, and the learning rate go on from one stage to the next; a
 * stage that stops early just makes the next one start earlier. Epochs are counted through.
 *
 * Going on means from the last epoch's weights, not from the best: the report's authors load their best checkpoint
 * before each stage but into a variable that they never use.
 *
 * @returns the epochs of all stages; `stageStarts` tells where each begins
 * @throws TrainError as `fit`
 */
export async function stages(
  model: LayersModel,
  train: Samples,
  plan: readonly Stage[],
  options: StagesOptions = {},
): Promise<History> {
  if (plan.length === 0)
    throw new TrainError('INVALID_OPTION', 'stages: the plan is empty; expected at least one stage');
  const { learningRate, callbacks = [], ...shared } = options;
  const optimizer = new Adam({ learningRate });
  const epochs: History['epochs'] = [];
  const stageStarts: number[] = [];
  try {
    for (const stage of plan) {
      const done = epochs.length;
      stageStarts.push(done);
      const history = await fit(model, train, {
        ...shared,
        initialEpoch: done,
        epochs: done + stage.epochs,
        callbacks: [...(stage.callbacks ?? []), ...callbacks],
        optimizer,
      });
      epochs.push(...history.epochs);
    }
  } finally {
    optimizer.dispose();
  }
  return { epochs, stageStarts };
}
