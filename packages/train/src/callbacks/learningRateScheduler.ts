import type { Callback } from '../callback';
import { TrainError } from '../errors';

/**
 * Sets the learning rate at the start of each epoch: Keras' `LearningRateScheduler`. It has no state of its own: the
 * rate it is given is the one that the optimizer has, in a resumed training too.
 *
 * @param schedule - gets the epoch's index and the rate so far, gives the rate to train with
 * @throws TrainError `INVALID_OPTION` from the training when `schedule` gives anything but a finite number of at least 0
 * @example
 * learningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * 0.9));
 */
export function learningRateScheduler(schedule: (epoch: number, learningRate: number) => number): Callback {
  return {
    name: 'learningRateScheduler',
    onEpochBegin(epoch, context) {
      const rate = schedule(epoch, context.learningRate);
      if (!Number.isFinite(rate) || rate < 0) {
        throw new TrainError(
          'INVALID_OPTION',
          `learningRateScheduler: schedule gave ${String(rate)} for epoch ${epoch}; expected a finite number of at least 0`,
        );
      }
      context.learningRate = rate;
    },
  };
}
