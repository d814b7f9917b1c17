import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { NetworkName } from '../tasks';
import { inputs } from './clips';

const blockFilters = [256, 256, 128, 64, 32];

/**
 * The same networks as someone writes them who knows TensorFlow.js but not us. The recurrent kernels' initial values are
 * not orthogonal (TensorFlow.js takes seconds for those, and needs chained ops that the core alone lacks); the time of a
 * step does not depend on values.
 */
export function plainNetwork(name: NetworkName): LayersModel {
  const { shape, classes } = inputs[name];
  const model = sequential();
  if (name === 'cnn4') {
    for (const [i, filters] of [32, 64, 64, 64].entries()) {
      const inputShape = i === 0 ? { inputShape: [...shape] } : {};
      model.add(layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', ...inputShape }));
      model.add(layers.maxPooling2d({ poolSize: 2 }));
    }
    model.add(layers.flatten());
    model.add(layers.dense({ units: 64, activation: 'relu' }));
  } else {
    const blocks = { lstm: 0, cnnLstm4: 4, cnnLstm5: 5 }[name];
    for (const [i, filters] of blockFilters.slice(0, blocks).entries()) {
      const inputShape = i === 0 ? { inputShape: [...shape] } : {};
      model.add(layers.conv1d({ filters, kernelSize: 5, padding: 'same', activation: 'relu', ...inputShape }));
      model.add(layers.maxPooling1d({ poolSize: 5, strides: 2, padding: 'same' }));
      if (i === 2) model.add(layers.dropout({ rate: 0.2 }));
    }
    const recurrent = { units: 128, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' } as const;
    const first = blocks === 0 ? { inputShape: [...shape] } : {};
    model.add(layers.lstm({ ...recurrent, returnSequences: true, ...first }));
    model.add(layers.lstm(recurrent));
    model.add(layers.dense({ units: 32, activation: 'relu' }));
    model.add(layers.dropout({ rate: 0.2 }));
  }
  model.add(layers.dense({ units: classes, activation: 'softmax' }));
  return model;
}
