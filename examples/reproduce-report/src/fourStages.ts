import { reportStages, stages } from '@ser/train';
import type { TrainOnce } from './trainOnce';

/** The report's four training stages: weights, Adam's moments and the learning rate are carried from one to the next. */
export function fourStages(epochs: number, count: number): TrainOnce['train'] {
  return (model, rows, options) =>
    stages(model, rows, reportStages({ epochs }).slice(0, count), { ...options, learningRate: 1e-3 });
}
