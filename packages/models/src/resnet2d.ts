import { createRng, type Rng } from '@ser/random';
import { type LayersModel, layers, model, type SymbolicTensor, input as symbolicInput } from '@tensorflow/tfjs-layers';
import { batchNorm } from './batchNorm';
import { checkSpectrogramShape, type SpectrogramShape } from './checkSpectrogramShape';
import { checkPositiveInteger, checkRate } from './checks';
import { classifierHead } from './classifierHead';
import { ModelsError } from './errors';
import { fuseConvolutions } from './fuseConvolutions';
import { seededGlorotUniform } from './initializers';
import { seedDropout } from './seedDropout';

/** Options of {@link resnet2d}. */
export interface Resnet2dOptions {
  /** [frames, coefficients, channels] of one input; frames null takes any number. Default [null, 64, 1]. */
  readonly inputShape?: SpectrogramShape;
  /** Filters of each stage; every stage after the first halves both sides. Default [16, 32, 64]. */
  readonly filters?: readonly number[];
  /** Residual blocks a stage. Default 1. */
  readonly blocks?: number;
  /** Dropout rate before the classifier. Default 0.2. */
  readonly dropout?: number;
  /** Number of classes. Default 8. */
  readonly classes?: number;
  /** Seed of the initial values, and of the dropout outside `@ser/train`'s `fit`. Default 0. */
  readonly seed?: number | string;
}

/**
 * A residual 2-D CNN on log-mel spectrograms (or MFCC images) of any length: a 3 x 3 convolution of stride 2, stages of
 * residual blocks (two 3 x 3 convolutions with batch normalization, a skip connection, ReLU), the mean over time and
 * frequency, dropout, classifier. Default: 78,296 parameters, of which 77,624 train.
 *
 * Where a block changes the shape, its skip connection is a 1 x 1 convolution (the paper's option B). Inputs need no
 * scaling: the first thing after the first convolution is a normalization.
 *
 * @returns a plain layers model, [batch, ...inputShape] to probabilities [batch, classes]; the same seed gives the same
 * initial values on every backend
 * @throws ModelsError `INVALID_OPTION`
 * @see He, Zhang, Ren and Sun 2016, "Deep Residual Learning for Image Recognition"; Keras' layers, whose defaults it has
 * but for the momentum of the batch normalization (0.9)
 */
export function resnet2d(options: Resnet2dOptions = {}): LayersModel {
  const { inputShape = [null, 64, 1], filters = [16, 32, 64], blocks = 1, dropout = 0.2, classes = 8 } = options;
  checkSpectrogramShape('resnet2d', inputShape);
  if (filters.length === 0) {
    throw new ModelsError('INVALID_OPTION', 'resnet2d: filters=[]; expected at least one stage, such as [16, 32, 64]');
  }
  for (const count of filters) checkPositiveInteger('resnet2d', 'filters', count);
  checkPositiveInteger('resnet2d', 'blocks', blocks);
  checkPositiveInteger('resnet2d', 'classes', classes);
  checkRate('resnet2d', 'dropout', dropout);

  const rng = createRng(options.seed ?? 0).fork('resnet2d');
  const input = symbolicInput({ name: 'input', shape: [...inputShape] });
  const stem = normalizedConv(input, { name: 'stem', filters: filters[0]!, kernelSize: 3, strides: 2 }, rng);
  let x = relu('stemRelu', stem);
  filters.forEach((count, stage) => {
    for (let block = 0; block < blocks; block++) {
      const name = `stage${stage + 1}Block${block + 1}`;
      x = residualBlock(x, { name, filters: count, strides: stage > 0 && block === 0 ? 2 : 1 }, rng);
    }
  });
  x = layers.globalAveragePooling2d({ name: 'pool' }).apply(x) as SymbolicTensor;
  x = layers.dropout({ name: 'dropout', rate: dropout }).apply(x) as SymbolicTensor;
  for (const layer of classifierHead(classes, rng)) x = layer.apply(x) as SymbolicTensor;
  const network = model({ name: 'resnet2d', inputs: input, outputs: x });
  seedDropout(network, rng.fork('dropout'));
  return fuseConvolutions(network);
}

function residualBlock(
  input: SymbolicTensor,
  { name, filters, strides }: { name: string; filters: number; strides: number },
  rng: Rng,
): SymbolicTensor {
  const first = normalizedConv(input, { name: `${name}Conv1`, filters, kernelSize: 3, strides }, rng);
  const second = normalizedConv(
    relu(`${name}Relu1`, first),
    { name: `${name}Conv2`, filters, kernelSize: 3, strides: 1 },
    rng,
  );
  const sameShape = strides === 1 && input.shape.at(-1) === filters;
  const skip = sameShape ? input : normalizedConv(input, { name: `${name}Skip`, filters, kernelSize: 1, strides }, rng);
  return relu(`${name}Relu2`, layers.add({ name: `${name}Add` }).apply([second, skip]) as SymbolicTensor);
}

/** A convolution (`same`, no bias: the normalization has one) and its batch normalization. */
function normalizedConv(
  input: SymbolicTensor,
  config: { name: string; filters: number; kernelSize: number; strides: number },
  rng: Rng,
): SymbolicTensor {
  const convolution = layers.conv2d({
    ...config,
    padding: 'same',
    useBias: false,
    kernelInitializer: seededGlorotUniform(rng.fork(config.name)),
  });
  return batchNorm(`${config.name}Norm`).apply(convolution.apply(input) as SymbolicTensor) as SymbolicTensor;
}

function relu(name: string, x: SymbolicTensor): SymbolicTensor {
  return layers.activation({ name, activation: 'relu' }).apply(x) as SymbolicTensor;
}
