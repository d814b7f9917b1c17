import { join } from 'node:path';
import type { Callback } from '../callback';
import { eventLog } from './eventLog';
import { checkCount } from './monitor';
import { restoreNumbers, saveNumbers } from './savedNumbers';

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** `epoch`: figures of epochs only; `batch` or a number n: those of every batch or every n-th one too. Default `epoch`. */
  readonly updateFreq?: 'epoch' | 'batch' | number;
  /** Milliseconds since 1970, for the time stamps of events. Default `Date.now`. */
  readonly now?: () => number;
}

/**
 * Writes event files that TensorBoard opens, where and named as Keras' `TensorBoard` does: `epoch_loss`,
 * `epoch_accuracy` and `epoch_learning_rate` in `train`, `epoch_loss`, `epoch_accuracy` and `epoch_uar` in
 * `validation`, by the epoch's index; `batch_loss` and `batch_accuracy` (running means over the epoch) in `train`, by
 * the number of batches so far. Scalars only.
 *
 * A second training with the same callback, such as a stage of `stages`, goes on in its files and counts. A resumed
 * training first cuts its files back to the checkpoint; a TensorBoard that was open meanwhile may have to be started again.
 *
 * @param logDir - made when it is not there; another run's files in it stay
 * @throws TrainError `INVALID_OPTION`; the system's own error, from the training, when a file cannot be written
 * @see Keras 3.15; read back by TensorBoard 2.21 in the tests
 */
export function tensorBoard(
  logDir: string,
  { updateFreq = 'epoch', now = Date.now }: TensorBoardOptions = {},
): Callback {
  const every = updateFreq === 'batch' ? 1 : updateFreq;
  if (every !== 'epoch') checkCount('tensorBoard', 'updateFreq', every, 1);
  const train = eventLog(join(logDir, 'train'), now);
  const validation = eventLog(join(logDir, 'validation'), now);
  let step = 0;
  return {
    name: 'tensorBoard',
    onBatchEnd:
      every === 'epoch'
        ? undefined
        : async (_batch, { loss, accuracy }) => {
            step++;
            if (step % every !== 0) return;
            await train.write(scalars(step, { batch_loss: loss, batch_accuracy: accuracy }));
          },
    async onEpochEnd(epoch, { loss, accuracy, learningRate, valLoss, valAccuracy, valUar }) {
      await train.write(
        scalars(epoch, { epoch_loss: loss, epoch_accuracy: accuracy, epoch_learning_rate: learningRate }),
      );
      const held = scalars(epoch, { epoch_loss: valLoss, epoch_accuracy: valAccuracy, epoch_uar: valUar });
      if (held.length > 0) await validation.write(held);
    },
    async saveState() {
      const files = { train: (await train.saveState()).json, validation: (await validation.saveState()).json };
      return { json: { ...files, steps: saveNumbers({ step }).json } };
    },
    async restoreState({ json }) {
      const saved = json as { steps?: unknown; train?: unknown; validation?: unknown } | null;
      step = restoreNumbers('tensorBoard', { json: saved?.steps }, 'step').step ?? 0;
      await train.restoreState({ json: saved?.train });
      await validation.restoreState({ json: saved?.validation });
    },
  };
}

function scalars(step: number, figures: Readonly<Record<string, number | undefined>>) {
  return Object.entries(figures).flatMap(([tag, value]) => (value === undefined ? [] : [{ tag, value, step }]));
}
