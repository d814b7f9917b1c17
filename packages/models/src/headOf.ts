import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ModelsError } from './errors';
import type { Layer } from './innermostLayers';

/**
 * The dense layer that gives the logits: the last layer with weights, followed by nothing but an activation.
 *
 * @throws ModelsError `UNSUPPORTED_MODEL` for a model that ends in anything else
 */
export function headOf(functionName: string, model: LayersModel): Layer {
  const at = model.layers.findLastIndex((layer) => layer.weights.length > 0);
  const head = model.layers[at];
  const after = model.layers.slice(at + 1).map((layer) => layer.getClassName());
  if (head?.getClassName() === 'Dense' && after.every((name) => name === 'Activation' || name === 'Softmax')) {
    return head;
  }
  const end = [head, ...model.layers.slice(at + 1)].map((layer) => layer?.getClassName() ?? 'no layer with weights');
  throw new ModelsError(
    'UNSUPPORTED_MODEL',
    `${functionName}: the model ends in ${end.join(', ')}; expected a Dense layer and its softmax, as the builders of this package make`,
  );
}
