import { createRng } from '@ser/random';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { checkInputShape, checkPositiveInteger } from './checks';
import { classifierHead, seededDense } from './classifierHead';
import { ModelsError } from './errors';
import { fuseConvolutions } from './fuseConvolutions';
import { seededGlorotUniform } from './initializers';

/** Options of {@link cnn2d}. */
export interface Cnn2dOptions {
  /** Filters of each 3 x 3 convolution, first to last. */
  readonly filters: readonly number[];
  /** [frames, coefficients, channels] of one input. Default [224, 20, 1]. */
  readonly inputShape?: readonly [number, number, number];
  /** Number of classes. Default 8. */
  readonly classes?: number;
  /** Units of the dense layer before the logits. Default 64. */
  readonly denseUnits?: number;
  /** Seed of the initial values. Default 0. */
  readonly seed?: number | string;
}

/**
 * The report's 2-D CNN over MFCC images: per entry of `filters` a 3 x 3 convolution (stride 1, `same`, ReLU) and a 2 x 2
 * max pooling (`valid`); then flatten, a dense ReLU layer and the classifier.
 *
 * @returns a plain layers model, [batch, ...inputShape] to probabilities [batch, classes]; the same seed gives the same
 * initial values on every backend
 * @throws ModelsError `INVALID_OPTION`; `INPUT_TOO_SMALL` when pooling would leave nothing
 * @see Keras' Conv2D, MaxPooling2D and Dense, whose defaults (Glorot-uniform kernels, zero biases) it has
 */
export function cnn2d(options: Cnn2dOptions): LayersModel {
  const { filters, inputShape = [224, 20, 1], classes = 8, denseUnits = 64, seed = 0 } = options;
  checkInputShape('cnn2d', inputShape, ['frames', 'coefficients', 'channels']);
  if (filters.length === 0) {
    throw new ModelsError('INVALID_OPTION', 'cnn2d: filters=[]; expected at least one convolution, such as [32, 64]');
  }
  for (const count of filters) checkPositiveInteger('cnn2d', 'filters', count);
  checkPositiveInteger('cnn2d', 'classes', classes);
  checkPositiveInteger('cnn2d', 'denseUnits', denseUnits);
  const smallest = Math.min(inputShape[0], inputShape[1]);
  if (smallest >> filters.length < 1) {
    throw new ModelsError(
      'INPUT_TOO_SMALL',
      `cnn2d: inputShape=[${inputShape.join(', ')}] with ${filters.length} convolutions; each halves both sides, so the smaller one must be at least ${2 ** filters.length}`,
    );
  }

  const rng = createRng(seed).fork('cnn2d');
  const model = sequential({ name: 'cnn2d' });
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
        ...(index === 0 ? { inputShape: [...inputShape] } : {}),
      }),
    );
    model.add(layers.maxPooling2d({ name: `pool${index + 1}`, poolSize: 2, strides: 2, padding: 'valid' }));
  });
  model.add(layers.flatten({ name: 'flatten' }));
  model.add(seededDense('dense', denseUnits, 'relu', rng));
  for (const layer of classifierHead(classes, rng)) model.add(layer);
  return fuseConvolutions(model);
}
