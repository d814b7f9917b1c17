import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Adam, type AdamOptions } from './adam';
import type { RowSource } from './batches/rows';
import type { Callback } from './callback';
import { newestOf } from './checkpoints/resume';
import type { CheckpointStore } from './checkpoints/trainCheckpoint';
import { TrainError } from './errors';
import { fit, type History } from './fit';
import type { FitOptions } from './fitOptions';
import type { Samples } from './samples';

/** One stage of a training. */
export interface Stage {
  /** At most this many epochs. */
  readonly epochs: number;
  /** Only of this stage; made anew for it, or Keras' rules for reused callbacks hold. */
  readonly callbacks?: readonly Callback[];
}

/** Options of {@link stages}: those of `fit`; `callbacks` are called in every stage, after the stage's own. */
export type StagesOptions = Omit<
  FitOptions,
  'epochs' | 'initialEpoch' | 'optimizer' | 'learningRate' | 'weightAveraging'
> & {
  /** The first stage's rate. Default 1e-3. */
  readonly learningRate?: number;
  /** Of the one Adam of all stages. */
  readonly optimizer?: AdamOptions;
};

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
  train: Samples | RowSource,
  plan: readonly Stage[],
  options: StagesOptions = {},
): Promise<History> {
  if (plan.length === 0)
    throw new TrainError('INVALID_OPTION', 'stages: the plan is empty; expected at least one stage');
  const { learningRate, optimizer: adam, callbacks = [], checkpoints, resumeFrom, leaks, ...shared } = options;
  const resumed = await newestOf(resumeFrom);
  if (resumed && (resumed.stage === undefined || resumed.stage.index >= plan.length)) {
    throw new TrainError(
      'CHECKPOINT_MISMATCH',
      `stages: the checkpoint of resumeFrom is ${resumed.stage ? `of stage ${resumed.stage.index + 1}` : 'of a training without stages'}; expected one of a training of ${plan.length} stages`,
    );
  }
  const optimizer = new Adam({ ...adam, ...(learningRate === undefined ? {} : { learningRate }) });
  const stageStarts = [...(resumed?.stage?.starts ?? [])];
  const epochs = resumed?.epochs.slice(0, stageStarts.at(-1)) ?? [];
  const first = resumed?.stage?.index ?? 0;
  try {
    for (const [index, stage] of plan.entries()) {
      if (index < first) continue;
      const done = epochs.length;
      if (index >= stageStarts.length) stageStarts.push(done);
      const history = await fit(model, train, {
        ...shared,
        initialEpoch: done,
        epochs: done + stage.epochs,
        callbacks: [...(stage.callbacks ?? []), ...callbacks],
        optimizer,
        // Said once, not in every stage.
        ...(leaks && index === first ? { leaks } : {}),
        ...(checkpoints
          ? { checkpoints: withStage(checkpoints, { index, starts: [...stageStarts] }, [...epochs]) }
          : {}),
        ...(resumed && index === first ? { resumeFrom: { ...resumed, epochs: resumed.epochs.slice(done) } } : {}),
      });
      epochs.push(...history.epochs);
    }
  } finally {
    optimizer.dispose();
  }
  return { epochs, stageStarts, ...(leaks ? { leaks } : {}) };
}

/** A store whose checkpoints also name the stage and hold the epochs of those before. */
function withStage(
  store: CheckpointStore,
  stage: { readonly index: number; readonly starts: readonly number[] },
  before: History['epochs'],
): CheckpointStore {
  return {
    save: (checkpoint) => store.save({ ...checkpoint, stage, epochs: [...before, ...checkpoint.epochs] }),
    load: () => store.load(),
  };
}
