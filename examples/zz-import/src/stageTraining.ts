import { fit, reportStages, stages } from '@ser/train';
import type { Train } from './trainOnce';

/** The report's four training stages: weights, Adam's moments and the learning rate are carried from one to the next. */
export function fourStages(epochs: number, count: number): Train {
  return (model, rows, options) =>
    stages(model, rows, reportStages({ epochs }).slice(0, count), { ...options, learningRate: 1e-3 });
}

/** Stage 1 alone, for a fixed number of epochs: the learning rate falls when the training loss does not, no test row is seen. */
export function stageOne(epochs: number): Train {
  return (model, rows, options) =>
    fit(model, rows, {
      ...options,
      epochs,
      learningRate: 1e-3,
      callbacks: [...(reportStages({ epochs })[0]?.callbacks ?? []), ...options.callbacks],
    });
}
