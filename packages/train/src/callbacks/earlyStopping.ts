import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Callback } from '../callback';
import { checkCount, createMonitor, type MonitorOptions } from './monitor';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training stops. Default 0. */
  readonly patience?: number;
  /** Smallest change that counts. Default 0. */
  readonly minDelta?: number;
  /** Stops when the figure does not get better than this within `patience` epochs. Default none. */
  readonly baseline?: number;
  /** Gives the model the best epoch's weights at the end. Default false. */
  readonly restoreBestWeights?: boolean;
  /** Epochs before this index are not watched. Default 0. */
  readonly startFromEpoch?: number;
}

/**
 * Stops training when a figure stops getting better: Keras' `EarlyStopping`, decision by decision (acts at
 * wait >= patience, never in epoch 0; starts afresh with each training).
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
  const monitor = createMonitor('earlyStopping', options, minDelta);
  let wait = 0;
  let best: number | undefined;
  let bestWeights: tf.Tensor[] | undefined;
  const keepWeights = (model: LayersModel) => {
    tf.dispose(bestWeights ?? []);
    // Clones share the data, and a variable's next update makes new data: nothing is copied here.
    bestWeights = model.getWeights().map((weight) => tf.keep(tf.clone(weight)));
  };
  return {
    onTrainBegin() {
      wait = 0;
      best = undefined;
      tf.dispose(bestWeights ?? []);
      bestWeights = undefined;
    },
    onEpochEnd(epoch, log, context) {
      const current = monitor.read(log);
      if (epoch < startFromEpoch) return;
      if (restoreBestWeights && bestWeights === undefined) keepWeights(context.model);
      wait++;
      if (monitor.improves(current, best)) {
        best = current;
        if (restoreBestWeights) keepWeights(context.model);
        if (baseline === undefined || monitor.improves(current, baseline)) wait = 0;
        return;
      }
      if (wait >= patience && epoch > 0) context.stopTraining = true;
    },
    onTrainEnd({ model }) {
      if (bestWeights) model.setWeights(bestWeights);
      tf.dispose(bestWeights ?? []);
      bestWeights = undefined;
    },
  };
}
