import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';

/** Where a stack's choices come from. */
export interface Numbers {
  uniform(): number;
  /** 0 to n - 1. */
  integer(n: number): number;
}

type Layer = LayersModel['layers'][number];

const activations = ['relu', 'tanh', 'sigmoid', 'elu', 'softplus', 'selu', 'linear'] as const;

/** A network of two to six random layers over images, sequences or vectors, that ends in a small dense layer. */
export function randomStack(random: Numbers): LayersModel {
  const activation = () => activations[random.integer(activations.length)]!;
  const kinds = { images, sequences, vectors };
  const kind = (['images', 'sequences', 'vectors'] as const)[random.integer(3)]!;
  const model = sequential({ layers: kinds[kind](random, activation) });
  model.add(layers.dense({ units: 1 + random.integer(5), activation: random.uniform() < 0.3 ? 'softmax' : 'linear' }));
  return model;
}

type Activation = () => (typeof activations)[number];

function images(random: Numbers, activation: Activation): Layer[] {
  const inputShape = [7 + random.integer(9), 6 + random.integer(9), 1 + random.integer(5)];
  const convolution = (extra: object) =>
    layers.conv2d({
      filters: 1 + random.integer(13),
      kernelSize: 1 + random.integer(3),
      strides: 1 + random.integer(2),
      padding: random.uniform() < 0.6 ? 'same' : 'valid',
      activation: activation(),
      ...extra,
    });
  const stack: Layer[] = [convolution({ inputShape })];
  const more: (() => Layer)[] = [
    () => convolution({ padding: 'same', strides: 1 }),
    () => layers.maxPooling2d({ poolSize: 2, strides: 1 + random.integer(2), padding: 'same' }),
    () => layers.averagePooling2d({ poolSize: 2, strides: 1 + random.integer(2), padding: 'same' }),
    () => layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', depthMultiplier: 1 + random.integer(2) }),
    () => layers.separableConv2d({ filters: 1 + random.integer(7), kernelSize: 3, padding: 'same' }),
    () => layers.batchNormalization(),
    () => layers.zeroPadding2d(),
    () => layers.leakyReLU(),
    () => layers.dropout({ rate: 0.3, seed: 1 }),
  ];
  for (let i = random.integer(4); i > 0; i--) stack.push(more[random.integer(more.length)]!());
  stack.push(random.uniform() < 0.5 ? layers.flatten() : layers.globalAveragePooling2d({}));
  return stack;
}

function sequences(random: Numbers, activation: Activation): Layer[] {
  const inputShape = [4 + random.integer(9), 1 + random.integer(6)];
  const stack: Layer[] = [
    layers.conv1d({
      filters: 1 + random.integer(9),
      kernelSize: 3,
      padding: 'same',
      activation: activation(),
      inputShape,
    }),
  ];
  if (random.uniform() < 0.5) stack.push(layers.maxPooling1d({ poolSize: 2, strides: 1, padding: 'same' }));
  if (random.uniform() < 0.5) stack.push(layers.layerNormalization());
  const units = 1 + random.integer(6);
  // Weights are set afterwards; TensorFlow.js' orthogonal initializer would take seconds.
  const recurrent = { units, recurrentInitializer: 'glorotUniform' as const };
  const pick = random.integer(4);
  if (pick === 0) stack.push(layers.lstm(recurrent));
  else if (pick === 1) stack.push(layers.gru(recurrent));
  else if (pick === 2)
    stack.push(layers.bidirectional({ layer: layers.lstm(recurrent) as never, mergeMode: 'concat' }));
  else stack.push(layers.globalMaxPooling1d({}));
  return stack;
}

function vectors(random: Numbers, activation: Activation): Layer[] {
  const inputShape = [1 + random.integer(20)];
  const dense = (extra: object) => layers.dense({ units: 1 + random.integer(20), activation: activation(), ...extra });
  const stack: Layer[] = [dense({ inputShape })];
  const more: (() => Layer)[] = [
    () => dense({}),
    () => layers.batchNormalization(),
    () => layers.layerNormalization(),
    () => layers.dropout({ rate: 0.2, seed: 1 }),
  ];
  for (let i = random.integer(4); i > 0; i--) stack.push(more[random.integer(more.length)]!());
  return stack;
}
