import { LayersModel } from '@tensorflow/tfjs-layers';

/** TensorFlow.js' layer type, which it does not export by name. */
export type Layer = LayersModel['layers'][number];

/** Every layer of a model in order, those of models nested in it included. */
export function innermostLayers(model: LayersModel): Layer[] {
  return model.layers.flatMap((layer) => (layer instanceof LayersModel ? innermostLayers(layer) : [layer]));
}
