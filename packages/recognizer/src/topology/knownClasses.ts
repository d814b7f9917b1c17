/** Classes that hold layers and name them as a graph. */
export const graphClasses: ReadonlySet<string> = new Set(['Model', 'Functional']);

/** Classes that hold layers; one of them nested in another starts with one call of itself. */
export const containerClasses: ReadonlySet<string> = new Set([...graphClasses, 'Sequential']);

/**
 * Layer classes of TensorFlow.js, and the one of `@ser/models`, that a bundle may name. All are plain arithmetic: none
 * holds a program of the bundle's author, and none keeps state between two clips.
 */
export const knownClasses: ReadonlySet<string> = new Set([
  ...containerClasses,
  'InputLayer',
  'Dense',
  'Activation',
  'ReLU',
  'LeakyReLU',
  'PReLU',
  'ELU',
  'ThresholdedReLU',
  'Softmax',
  'Conv1D',
  'Conv2D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'Cropping2D',
  'UpSampling2D',
  'ZeroPadding2D',
  'MaxPooling1D',
  'MaxPooling2D',
  'AveragePooling1D',
  'AveragePooling2D',
  'GlobalMaxPooling1D',
  'GlobalMaxPooling2D',
  'GlobalAveragePooling1D',
  'GlobalAveragePooling2D',
  'BatchNormalization',
  'LayerNormalization',
  'Rescaling',
  'Dropout',
  'SpatialDropout1D',
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
  'Flatten',
  'Reshape',
  'Permute',
  'RepeatVector',
  'Masking',
  'Add',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'Dot',
  'SimpleRNN',
  'LSTM',
  'GRU',
  'Bidirectional',
  'TimeDistributed',
  'AttentiveStatisticsPooling',
]);

/** Activations by name, as TensorFlow.js spells them without underscores. */
export const knownActivations: ReadonlySet<string> = new Set([
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'gelu',
  'gelunew',
  'mish',
  'swish',
  'tanh',
  'sigmoid',
  'hardsigmoid',
  'softplus',
  'softsign',
  'softmax',
  'logsoftmax',
]);
