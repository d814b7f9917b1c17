import type { Callback } from '../callback';
import { exportWeights, importWeights, type ModelWeights } from '../weights';
import { checkCount, checkThreshold, createMonitor, type MonitorOptions } from './monitor';
import { restoreNumbers, saveNumbers } from './savedNumbers';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training stops. Default 0. */
  readonly patience?: number;
  /** Smallest change that counts; its sign does not matter. Default 0. */
  readonly minDelta?: number;
  /** Stops when the figure does not get better than this within `patience` epochs. Default none. */
  readonly baseline?: number;
  /** Gives the model the best epoch's weights at the end, stopped early or not. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this index are not watched. Default 0. */
  readonly startFromEpoch?: number;
}

/**
 * Stops training when a figure stops getting better: Keras' `EarlyStopping`, decision by decision (acts at
 * wait >= patience; the first figure is always an improvement; starts afresh with each training).
 *
 * The best weights are kept as plain data, so that an aborted training leaves no tensor behind.
 *
 * One difference: a figure that the training does not have is an error here (`MISSING_METRIC`), a warning there.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see Keras 3.15, against which recorded histories are replayed in the tests
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const { patience = 0, minDelta = 0, baseline, restoreBestWeights = false, startFromEpoch = 0 } = options;
  checkCount('earlyStopping', 'patience', patience);
  checkCount('earlyStopping', 'startFromEpoch', startFromEpoch);
  checkThreshold('earlyStopping', 'baseline', baseline);
  const monitor = createMonitor('earlyStopping', options, minDelta);
  let wait = 0;
  let best: number | undefined;
  let bestWeights: ModelWeights | undefined;
  return {
    name: 'earlyStopping',
    onTrainBegin() {
      wait = 0;
      best = undefined;
      bestWeights = undefined;
    },
    async onEpochEnd(epoch, log, context) {
      const current = monitor.read(log);
      if (epoch < startFromEpoch) return;
      wait++;
      if (monitor.improves(current, best)) {
        best = current;
        if (restoreBestWeights) bestWeights = await exportWeights(context.model);
        if (baseline === undefined || monitor.improves(current, baseline)) wait = 0;
      } else if (wait >= patience) {
        context.stopTraining = true;
      }
    },
    onTrainEnd({ model }) {
      if (bestWeights) importWeights(model, bestWeights);
    },
    saveState: () => ({ ...saveNumbers({ wait, best }), weights: bestWeights }),
    restoreState(state) {
      const saved = restoreNumbers('earlyStopping', state, 'wait', 'best');
      wait = saved.wait ?? 0;
      best = saved.best;
      bestWeights = state.weights;
    },
  };
}
