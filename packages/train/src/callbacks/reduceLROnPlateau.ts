import type { Callback } from '../callback';
import { TrainError } from '../errors';
import { checkCount, createMonitor, type MonitorOptions } from './monitor';
import { restoreNumbers, saveNumbers } from './savedNumbers';

/** Options of {@link reduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** The new rate is the old one times this; below 1. Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement after which the rate is reduced. Default 10. */
  readonly patience?: number;
  /** Smallest change that counts; its sign does not matter. Default 1e-4. */
  readonly minDelta?: number;
  /** Epochs after a reduction in which nothing is counted. Default 0. */
  readonly cooldown?: number;
  /** The rate never goes below this. Default 0. */
  readonly minLR?: number;
}

/**
 * Lowers the learning rate when a figure stops getting better: Keras' `ReduceLROnPlateau`, decision by decision (acts at
 * wait >= patience; starts afresh with each training, the rate itself stays).
 *
 * One difference: a figure that the training does not have is an error here (`MISSING_METRIC`), a warning there.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see Keras 3.15, against which recorded histories are replayed in the tests
 */
export function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const { factor = 0.1, patience = 10, minDelta = 1e-4, cooldown = 0, minLR = 0 } = options;
  if (!(factor > 0 && factor < 1)) {
    throw new TrainError(
      'INVALID_OPTION',
      `reduceLROnPlateau: factor=${factor}; expected a number above 0 and below 1`,
    );
  }
  if (!(minLR >= 0)) throw new TrainError('INVALID_OPTION', `reduceLROnPlateau: minLR=${minLR}; expected at least 0`);
  checkCount('reduceLROnPlateau', 'patience', patience);
  checkCount('reduceLROnPlateau', 'cooldown', cooldown);
  const monitor = createMonitor('reduceLROnPlateau', options, minDelta);
  let wait = 0;
  let cooling = 0;
  let best: number | undefined;
  return {
    name: 'reduceLROnPlateau',
    onTrainBegin() {
      wait = 0;
      cooling = 0;
      best = undefined;
    },
    onEpochEnd(_epoch, log, context) {
      const current = monitor.read(log);
      if (cooling > 0) {
        cooling--;
        wait = 0;
      }
      if (monitor.improves(current, best)) {
        best = current;
        wait = 0;
        return;
      }
      if (cooling > 0) return;
      wait++;
      // In float32, as Keras keeps its rate: at the floor nothing happens, and no cooldown starts.
      if (wait >= patience && Math.fround(context.learningRate) > Math.fround(minLR)) {
        context.learningRate = Math.max(context.learningRate * factor, minLR);
        cooling = cooldown;
        wait = 0;
      }
    },
    saveState: () => saveNumbers({ wait, cooling, best }),
    restoreState(state) {
      const saved = restoreNumbers('reduceLROnPlateau', state, 'wait', 'cooling', 'best');
      wait = saved.wait ?? 0;
      cooling = saved.cooling ?? 0;
      best = saved.best;
    },
  };
}
