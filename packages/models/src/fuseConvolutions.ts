import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { innermostLayers, type Layer } from './innermostLayers';

/** What a convolution layer of TensorFlow.js holds, as far as this file reads it. */
interface ConvLayer extends Layer {
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable;
}

type Pair = [number, number];

/** The kernels that the active backend must have. */
const kernels = ['FusedConvBiasRelu', 'FusedReluBiasGrad', 'FusedReluMaxPool', 'FusedReluMaxPoolGrad'] as const;

/** What a relu gave, by what the tensor holds: a reshape of one shares it. */
const rectified = new WeakSet<tf.DataId>();

/** The bias' gradient for gradients that are those before bias and relu already: a pooling's kernel makes both at once. */
const biasGradients = new WeakMap<tf.DataId, tf.Tensor>();

/**
 * Lets convolutions with bias and relu, and the max pooling after them, train in fewer passes over their large outputs
 * where the active backend has the kernels `FusedConvBiasRelu`, `FusedReluBiasGrad`, `FusedReluMaxPool` and
 * `FusedReluMaxPoolGrad` (looked up by name each time a layer runs): bias and relu are part of the convolution, their
 * gradients part of the pooling's.
 *
 * Covers `Conv1D`, `Conv2D` (channels last, relu, a bias, padding `same` or `valid`), `MaxPooling1D` and `MaxPooling2D`;
 * everything else, and every other backend, keeps TensorFlow.js' own operations. Weights are the same, results agree to
 * 1e-5, a saved model stays plain. The builders of this package do it for their models.
 *
 * @param model - any layers model
 * @returns the same model
 */
export function fuseConvolutions<Model extends LayersModel>(model: Model): Model {
  registerGradients();
  for (const layer of innermostLayers(model)) {
    if (Object.hasOwn(layer, 'call')) continue;
    const name = layer.getClassName();
    const config = layer.getConfig();
    if ((name === 'Conv1D' || name === 'Conv2D') && isPlainConvolution(config)) overrideConvolution(layer as ConvLayer);
    if ((name === 'MaxPooling1D' || name === 'MaxPooling2D') && config.dataFormat !== 'channelsFirst') {
      overridePooling(layer);
    }
  }
  return model;
}

function isPlainConvolution(config: Record<string, unknown>): boolean {
  return (
    config.activation === 'relu' &&
    config.useBias === true &&
    config.dataFormat !== 'channelsFirst' &&
    (config.padding === 'same' || config.padding === 'valid')
  );
}

function haveKernels(): boolean {
  const backend = tf.getBackend();
  return kernels.every((name) => tf.getKernel(name, backend) !== undefined);
}

/** A size of one or two dimensions as [height, width]; sequences are images of height 1. */
function pair(size: unknown): Pair {
  const [first = 1, second] = Array.isArray(size) ? (size as number[]) : [size as number];
  return second === undefined ? [1, first] : [first, second];
}

/** [batch, steps, channels] as [batch, 1, steps, channels]; images as they are. */
function asImages(x: tf.Tensor): tf.Tensor {
  const [batch = 0, steps = 0, channels = 0] = x.shape;
  return x.rank === 3 ? tf.reshape(x, [batch, 1, steps, channels]) : x;
}

function overrideConvolution(layer: ConvLayer): void {
  const composed = layer.call.bind(layer);
  const { strides, dilationRate, padding } = layer.getConfig();
  const oneDimensional = layer.getClassName() === 'Conv1D';
  const both = (size: unknown) => (oneDimensional || Array.isArray(size) ? pair(size) : ([size, size] as Pair));
  const attributes = { strides: both(strides), dilations: both(dilationRate ?? 1), pad: padding, dataFormat: 'NHWC' };
  layer.call = (inputs, kwargs) => {
    if (!haveKernels()) return composed(inputs, kwargs);
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const kernel = layer.kernel.read();
      const filter = kernel.rank === 3 ? tf.expandDims(kernel, 0) : kernel;
      const y = run('FusedConvBiasRelu', { x: asImages(x), filter, bias: layer.bias.read() }, attributes);
      rectified.add(y.dataId);
      return x.rank === 3 ? tf.squeeze(y, [1]) : y;
    });
  };
}

function overridePooling(layer: Layer): void {
  const composed = layer.call.bind(layer);
  const { poolSize, strides, padding } = layer.getConfig();
  const attributes = { filterSize: pair(poolSize), strides: pair(strides), pad: padding };
  layer.call = (inputs, kwargs) => {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    if (!rectified.has(x.dataId) || !haveKernels()) return composed(inputs, kwargs);
    return tf.tidy(() => {
      const y = run('FusedReluMaxPool', { x: asImages(x) }, attributes);
      return x.rank === 3 ? tf.squeeze(y, [1]) : y;
    });
  };
}

function run(kernelName: string, inputs: object, attributes: object): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

/** Gradients of kernels that no other package names; TensorFlow.js evaluates only the inputs' that are asked for. */
function registerGradients(): void {
  if (tf.getGradient('FusedConvBiasRelu')) return;
  tf.registerGradient({
    kernelName: 'FusedConvBiasRelu',
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (given, saved, attributes) => {
      const dy = given as tf.Tensor;
      const [x, filter, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const known = biasGradients.get(dy.dataId);
      const [dz, dBias] = known ? [dy, known] : runBoth('FusedReluBiasGrad', { dy, y }, {});
      return {
        x: () => run('Conv2DBackpropInput', { dy: dz, filter }, { ...attributes, inputShape: x.shape }),
        filter: () => run('Conv2DBackpropFilter', { x, dy: dz }, { ...attributes, filterShape: filter.shape }),
        bias: () => dBias,
      };
    },
  });
  tf.registerGradient({
    kernelName: 'FusedReluMaxPool',
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attributes) => {
      const [input, output] = saved as [tf.Tensor, tf.Tensor];
      const [dx, dBias] = runBoth('FusedReluMaxPoolGrad', { dy: dy as tf.Tensor, input, output }, attributes);
      biasGradients.set(dx.dataId, dBias);
      return { x: () => dx };
    },
  });
}

function runBoth(kernelName: string, inputs: object, attributes: object): [tf.Tensor, tf.Tensor] {
  return tf.engine().runKernel(kernelName, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap) as never;
}
