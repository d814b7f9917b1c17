import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { addMissingTensorMethods, cnn2d, lstm } from '../../src';

/** The networks of tools/golden/keras_weights.py; the names of layers are given where they are given there. */
export const networks: Readonly<Record<string, () => LayersModel>> = {
  cnn2d: () => cnn2d({ filters: [4, 6], inputShape: [16, 12, 1], denseUnits: 8, classes: 3 }),
  lstm: () => lstm({ inputShape: [20, 2], units: [6, 5], denseUnits: 4, classes: 3 }),
  cnnLstm: () =>
    build([
      layers.conv1d({ filters: 5, kernelSize: 5, padding: 'same', activation: 'relu', inputShape: [24, 3] }),
      layers.batchNormalization(),
      layers.maxPooling1d({ poolSize: 5, strides: 2, padding: 'same' }),
      layers.bidirectional({
        layer: layers.lstm({ units: 4, returnSequences: true, recurrentActivation: 'sigmoid' }),
        mergeMode: 'concat',
      }),
      layers.gru({ units: 5, recurrentActivation: 'sigmoid' }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ]),
  separable: () =>
    build([
      layers.depthwiseConv2d({
        kernelSize: 3,
        depthMultiplier: 2,
        padding: 'same',
        activation: 'relu',
        inputShape: [10, 9, 2],
      }),
      layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2 }),
      layers.batchNormalization({ scale: false }),
      layers.layerNormalization({}),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 3, useBias: false }),
    ]),
  tokens: () =>
    build([
      layers.embedding({ inputDim: 11, outputDim: 4, inputLength: 7 }),
      layers.simpleRNN({ units: 5, returnSequences: true }),
      build([
        layers.bidirectional({
          layer: layers.gru({ units: 3, recurrentActivation: 'sigmoid' }) as never,
          mergeMode: 'sum',
          inputShape: [7, 5],
        }),
        layers.dense({ units: 3 }),
      ]),
      layers.softmax(),
    ]),
};

type Layer = Parameters<ReturnType<typeof sequential>['add']>[0];

function build(list: readonly Layer[]): LayersModel {
  addMissingTensorMethods();
  const model = sequential();
  for (const layer of list) model.add(layer);
  return model;
}

/** Outputs for the inputs of the generator, on the active backend. */
export function outputsOf(model: LayersModel): Float32Array {
  const shape = [4, ...(model.inputs[0]!.shape.slice(1) as number[])];
  const size = tf.util.sizeFromShape(shape);
  const tokens = shape.length === 2;
  return tf.tidy(() => {
    const x = tokens
      ? tf.tensor(
          Int32Array.from({ length: size }, (_, i) => (i * i) % 11),
          shape,
        )
      : tf.tensor(
          Float32Array.from({ length: size }, (_, i) => 2 * Math.sin(0.1 * i * i)),
          shape,
        );
    return (model.predict(x) as tf.Tensor).dataSync() as Float32Array;
  });
}
