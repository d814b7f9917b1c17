import type { Dataset } from '@ser/dataset';
import { cnn2d, cnnLstm, lstm } from '@ser/models';
import { fit, reportStages } from '@ser/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augmentedRows } from '../augmentedFeatures';
import type { Experiment } from '../experiment';
import { mfccImages } from '../mfccImages';
import type { TrainOnce } from '../trainOnce';

/** A network of the report as the twin trains it: for a fixed number of epochs of stage 1, never looking at the test rows. */
export interface TwinNetwork {
  readonly name: string;
  readonly title: string;
  readonly inputShape: readonly number[];
  /** Whether each column is scaled to mean 0 and deviation 1 on the training rows. */
  readonly scaled: boolean;
  dataset(experiment: Experiment): Promise<Dataset>;
  build(classes: number, seed: number): LayersModel;
  train(epochs: number): TrainOnce['train'];
}

/** Stage 1 of the report: the learning rate falls when the training loss does not. */
const stageOne =
  (epochs: number): TrainOnce['train'] =>
  (model, rows, options) =>
    fit(model, rows, {
      ...options,
      epochs,
      learningRate: 1e-3,
      callbacks: [...(reportStages({ epochs })[0]?.callbacks ?? []), ...options.callbacks],
    });

export const twinNetworks: readonly TwinNetwork[] = [
  {
    name: 'cnn4',
    title: '2-D CNN, model 4',
    inputShape: [224, 20, 1],
    scaled: false,
    dataset: mfccImages,
    build: (classes, seed) => cnn2d({ filters: [32, 64, 64, 64], inputShape: [224, 20, 1], classes, seed }),
    train: (epochs) => (model, rows, options) => fit(model, rows, { ...options, epochs, learningRate: 1e-3 }),
  },
  {
    name: 'lstm',
    title: 'LSTM',
    inputShape: [162, 1],
    scaled: true,
    dataset: augmentedRows,
    build: (classes, seed) => lstm({ inputShape: [162, 1], classes, seed }),
    train: stageOne,
  },
  {
    name: 'cnnLstm5',
    title: 'CNN+LSTM, 5 blocks',
    inputShape: [162, 1],
    scaled: true,
    dataset: augmentedRows,
    build: (classes, seed) => cnnLstm({ blocks: 5, inputShape: [162, 1], classes, seed }),
    train: stageOne,
  },
];
