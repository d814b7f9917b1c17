import { reportStages, stages } from '@ser/train';
import type { TrainOnce } from './trainOnce';

/** The report's four training stages: weights, Adam's moments and the learning rate are carried from one to the next. */
export function fourStages(epochs: number, count: number, seed: number): TrainOnce['train'] {
  return (model, { train, test, callbacks, signal }) =>
    stages(model, train, reportStages({ epochs }).slice(0, count), {
      batchSize: 64,
      learningRate: 1e-3,
      seed,
      validation: test,
      callbacks,
      signal,
    });
}
