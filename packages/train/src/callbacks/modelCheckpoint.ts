import type { BatchLog, Callback, EpochLog } from '../callback';
import { TrainError } from '../errors';
import { exportWeights, type ModelWeights } from '../weights';
import { checkCount, checkThreshold, createMonitor, type MonitorOptions } from './monitor';
import { restoreNumbers, saveNumbers } from './savedNumbers';

interface SharedOptions extends MonitorOptions {
  /** Only when the figure is the best so far. Default false: each time. */
  readonly saveBestOnly?: boolean;
  /** A first best value to beat. Default none. */
  readonly initialValueThreshold?: number;
}

interface EveryEpoch extends SharedOptions {
  /** Default `epoch`. */
  readonly saveFreq?: 'epoch';
  /** Called with the weights to keep, and awaited: write them to a file (`saveWeights` of `@ser/train/node`), a database, a variable. */
  readonly save: (weights: ModelWeights, log: EpochLog) => void | Promise<void>;
}

interface EveryBatches extends SharedOptions {
  /** After this many batches, counted through the epochs. Validation figures cannot be monitored then. */
  readonly saveFreq: number;
  /** As with epochs; `log.batch` counts from 0 in its epoch. */
  readonly save: (weights: ModelWeights, log: BatchLog & { readonly batch: number }) => void | Promise<void>;
}

/** Options of {@link modelCheckpoint}. */
export type ModelCheckpointOptions = EveryEpoch | EveryBatches;

/**
 * Hands out the weights after each epoch, or after each best one: Keras' `ModelCheckpoint`. The best value is kept
 * from one training to the next, as there. In a training that is resumed, the weights of an epoch after the last
 * checkpoint are handed out once more: the same ones.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see Keras 3.15, against which recorded histories are replayed in the tests
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const { saveBestOnly = false, initialValueThreshold } = options;
  checkThreshold('modelCheckpoint', 'initialValueThreshold', initialValueThreshold);
  const monitor = createMonitor('modelCheckpoint', options, 0);
  let best = initialValueThreshold;
  let unsaved = 0;
  const toSave = (log: EpochLog | BatchLog): boolean => {
    if (!saveBestOnly) return true;
    const current = monitor.read(log);
    if (!monitor.improves(current, best)) return false;
    best = current;
    return true;
  };
  return {
    name: 'modelCheckpoint',
    ...(isEveryBatches(options) ? batchHook(options) : epochHook(options)),
    saveState: () => saveNumbers({ best, unsaved }),
    restoreState(state) {
      const saved = restoreNumbers('modelCheckpoint', state, 'best', 'unsaved');
      best = saved.best;
      unsaved = saved.unsaved ?? 0;
    },
  };

  function epochHook({ save }: EveryEpoch): Callback {
    return {
      async onEpochEnd(_epoch, log, { model }) {
        if (toSave(log)) await save(await exportWeights(model), log);
      },
    };
  }

  function batchHook({ save, saveFreq, monitor: name = 'valLoss' }: EveryBatches): Callback {
    checkCount('modelCheckpoint', 'saveFreq', saveFreq, 1);
    if (saveBestOnly && name.startsWith('val')) {
      throw new TrainError(
        'INVALID_OPTION',
        `modelCheckpoint: monitor=${name} with saveFreq=${saveFreq}; validation is measured once an epoch: monitor loss or accuracy, or save every epoch`,
      );
    }
    return {
      async onBatchEnd(batch, log, { model }) {
        unsaved++;
        if (unsaved < saveFreq) return;
        unsaved = 0;
        if (toSave(log)) await save(await exportWeights(model), { ...log, batch });
      },
    };
  }
}

function isEveryBatches(options: ModelCheckpointOptions): options is EveryBatches {
  const { saveFreq = 'epoch' } = options;
  if (saveFreq === 'epoch') return false;
  if (typeof saveFreq === 'number') return true;
  throw new TrainError(
    'INVALID_OPTION',
    `modelCheckpoint: saveFreq=${String(saveFreq)}; expected epoch or a number of batches`,
  );
}
