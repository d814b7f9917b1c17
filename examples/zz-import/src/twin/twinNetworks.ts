import type { Dataset } from '@ser/dataset';
import { cnn2d, cnnLstm, lstm } from '@ser/models';
import { fit } from '@ser/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augmentedRows } from '../augmentedRows';
import type { Experiment } from '../experiment';
import { mfccImages } from '../mfccImages';
import { stageOne } from '../stageTraining';
import type { Train, Work } from '../trainOnce';

/** A network of the report as the twin trains it: for a fixed number of epochs of stage 1, never looking at the test rows. */
export interface TwinNetwork extends Pick<Work, 'features' | 'inputShape' | 'scaled'> {
  readonly name: string;
  dataset(experiment: Experiment, seed: number): Promise<Dataset>;
  build(classes: number, seed: number): LayersModel;
  train(epochs: number): Train;
}

const image = [224, 20, 1] as const;
const sequence = [162, 1] as const;

export const twinNetworks: readonly TwinNetwork[] = [
  {
    name: 'cnn4',
    features: 'reportMfcc',
    inputShape: image,
    scaled: false,
    dataset: (experiment) => experiment.once(mfccImages),
    build: (classes, seed) => cnn2d({ filters: [32, 64, 64, 64], inputShape: image, classes, seed }),
    train: (epochs) => (model, rows, options) => fit(model, rows, { ...options, epochs, learningRate: 1e-3 }),
  },
  {
    name: 'lstm',
    features: 'report162',
    inputShape: sequence,
    scaled: true,
    dataset: (experiment, seed) => experiment.once(augmentedRows, seed),
    build: (classes, seed) => lstm({ inputShape: sequence, classes, seed }),
    train: stageOne,
  },
  {
    name: 'cnnLstm5',
    features: 'report162',
    inputShape: sequence,
    scaled: true,
    dataset: (experiment, seed) => experiment.once(augmentedRows, seed),
    build: (classes, seed) => cnnLstm({ blocks: 5, inputShape: sequence, classes, seed }),
    train: stageOne,
  },
];
