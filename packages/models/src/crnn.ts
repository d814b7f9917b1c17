import { createRng } from '@ser/random';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { addMissingTensorMethods } from './addMissingTensorMethods';
import { seededAttentiveStatisticsPooling } from './attentiveStatisticsPooling';
import { batchNorm } from './batchNorm';
import { checkSpectrogramShape, type SpectrogramShape } from './checkSpectrogramShape';
import { checkPositiveInteger, checkRate } from './checks';
import { classifierHead } from './classifierHead';
import { ModelsError } from './errors';
import { fuseConvolutions } from './fuseConvolutions';
import { fuseRecurrent } from './fuseRecurrent';
import { seededGlorotUniform } from './initializers';
import { seedDropout } from './seedDropout';
import { seededBidirectional } from './seededBidirectional';

/** Options of {@link crnn}. */
export interface CrnnOptions {
  /** [frames, coefficients, channels] of one input; frames null takes any number. Default [null, 64, 1]. */
  readonly inputShape?: SpectrogramShape;
  /** Filters of each 3 x 3 convolution; the pooling after each halves both sides. Default [16, 32, 32]. */
  readonly filters?: readonly number[];
  /** Cell of the bidirectional layer; `gru` is Keras' with `reset_after=False`. Default `lstm`. */
  readonly cell?: 'lstm' | 'gru';
  /** Units of the cell, in each direction. Default 64. */
  readonly units?: number;
  /** How the sequence becomes one vector: weighted mean and standard deviation, or the weighted mean alone. Default `attentiveStatistics`. */
  readonly pooling?: 'attentiveStatistics' | 'attention';
  /** Units of the hidden layer that rates a frame. Default 64. */
  readonly attentionUnits?: number;
  /** Dropout rate before the classifier. Default 0.2. */
  readonly dropout?: number;
  /** Number of classes. Default 8. */
  readonly classes?: number;
  /** Seed of the initial values, and of the dropout outside `@ser/train`'s `fit`. Default 0. */
  readonly seed?: number | string;
}

/**
 * A convolutional recurrent network on log-mel spectrograms (or MFCC images) of any length: per entry of `filters` a
 * 3 x 3 convolution (`same`, ReLU), a 2 x 2 max pooling (`same`) and a batch normalization; then a bidirectional LSTM or
 * GRU over time, attentive pooling, dropout, classifier. Default: 189,100 parameters, of which 188,938 train.
 *
 * Inputs need no scaling: the first layer is a normalization.
 *
 * @returns a plain layers model but for the pooling (see {@link attentiveStatisticsPooling}), [batch, ...inputShape] to
 * probabilities [batch, classes]; the same seed gives the same initial values on every backend; convolutions and recurrent
 * layers are fused where the backend can
 * @throws ModelsError `INVALID_OPTION`
 * @see Choi, Fazekas, Sandler and Cho 2017, "Convolutional Recurrent Neural Networks for Music Classification"; Mirsamadi,
 * Barsoum and Zhang 2017, "Automatic Speech Emotion Recognition Using Recurrent Neural Networks with Local Attention";
 * Keras' layers, whose defaults it has but for the momentum of the batch normalization (0.9)
 */
export function crnn(options: CrnnOptions = {}): LayersModel {
  const { inputShape = [null, 64, 1], filters = [16, 32, 32], cell = 'lstm', units = 64 } = options;
  const { pooling = 'attentiveStatistics', attentionUnits = 64, dropout = 0.2, classes = 8 } = options;
  checkSpectrogramShape('crnn', inputShape);
  if (filters.length === 0) {
    throw new ModelsError(
      'INVALID_OPTION',
      'crnn: filters=[]; expected at least one convolution, such as [16, 32, 32]',
    );
  }
  for (const count of filters) checkPositiveInteger('crnn', 'filters', count);
  checkOneOf('cell', cell, ['lstm', 'gru']);
  checkOneOf('pooling', pooling, ['attentiveStatistics', 'attention']);
  for (const [name, value] of Object.entries({ units, attentionUnits, classes })) {
    checkPositiveInteger('crnn', name, value);
  }
  checkRate('crnn', 'dropout', dropout);

  addMissingTensorMethods();
  const rng = createRng(options.seed ?? 0).fork('crnn');
  const model = sequential({ name: 'crnn' });
  model.add(layers.inputLayer({ name: 'input', inputShape: [...inputShape] }));
  model.add(batchNorm('inputNorm'));
  filters.forEach((count, index) => {
    const name = `conv${index + 1}`;
    model.add(
      layers.conv2d({
        name,
        filters: count,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: seededGlorotUniform(rng.fork(name)),
        biasInitializer: 'zeros',
      }),
    );
    model.add(layers.maxPooling2d({ name: `pool${index + 1}`, poolSize: 2, strides: 2, padding: 'same' }));
    // After the pooling, which keeps convolution, ReLU and pooling fused, and a quarter of the values to normalize.
    model.add(batchNorm(`norm${index + 1}`));
  });
  const bands = filters.reduce((sides) => Math.ceil(sides / 2), inputShape[1]);
  model.add(layers.reshape({ name: 'frames', targetShape: [-1, bands * filters.at(-1)!] }));
  model.add(seededBidirectional('recurrent', cell, units, rng));
  const deviation = pooling === 'attentiveStatistics';
  model.add(
    seededAttentiveStatisticsPooling({ name: 'pooling', units: attentionUnits, deviation }, rng.fork('pooling')),
  );
  model.add(layers.dropout({ name: 'dropout', rate: dropout }));
  for (const layer of classifierHead(classes, rng)) model.add(layer);
  seedDropout(model, rng.fork('dropout'));
  return fuseRecurrent(fuseConvolutions(model));
}

function checkOneOf(option: string, value: string, accepted: readonly string[]): void {
  if (!accepted.includes(value)) {
    throw new ModelsError('INVALID_OPTION', `crnn: ${option}=${value}; expected ${accepted.join(' or ')}`);
  }
}
