import type { Callback, EpochLog } from '../callback';
import { exportWeights, type ModelWeights } from '../weights';
import { createMonitor, type MonitorOptions } from './monitor';

/** Options of {@link modelCheckpoint}. */
export interface ModelCheckpointOptions extends MonitorOptions {
  /** Called with the weights to keep, and awaited: write them to a file (`saveWeights` of `@ser/train/node`), a database, a variable. */
  readonly save: (weights: ModelWeights, log: EpochLog) => void | Promise<void>;
  /** Only when the figure is the best so far. Default false: after every epoch. */
  readonly saveBestOnly?: boolean;
  /** A first best value to beat. Default none. */
  readonly initialValueThreshold?: number;
}

/**
 * Hands out the weights after each epoch, or after each best one: Keras' `ModelCheckpoint`. The best value is kept
 * from one training to the next, as there.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see Keras 3.15, against which recorded histories are replayed in the tests
 */
export function modelCheckpoint(options: ModelCheckpointOptions): Callback {
  const { save, saveBestOnly = false } = options;
  const monitor = createMonitor('modelCheckpoint', options, 0);
  let best = options.initialValueThreshold;
  return {
    async onEpochEnd(_epoch, log, { model }) {
      if (saveBestOnly) {
        const current = monitor.read(log);
        if (!monitor.improves(current, best)) return;
        best = current;
      }
      await save(await exportWeights(model), log);
    },
  };
}
