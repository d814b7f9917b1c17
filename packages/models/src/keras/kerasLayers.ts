import { LayersModel, type LayerVariable } from '@tensorflow/tfjs-layers';
import { ModelsError } from '../errors';
import type { Layer } from '../innermostLayers';

/** A layer that has weights, described as Keras 3 would. */
export interface KerasLayer {
  /** Its name, after those of the models around it: `encoder/conv1`. */
  readonly name: string;
  /** Its class in Keras: `Conv2D`, `Bidirectional(LSTM)`. */
  readonly kind: string;
  /** Its weights by Keras' names, in Keras' order: `kernel`, `forward/kernel`. */
  readonly weights: ReadonlyMap<string, LayerVariable>;
}

/** What a `Bidirectional` wrapper holds, as far as this file reads it. */
interface BidirectionalLayer extends Layer {
  readonly forwardLayer: Layer;
  readonly backwardLayer: Layer;
}

const convolution = ['kernel', 'bias'];
const recurrent = ['kernel', 'recurrent_kernel', 'bias'];

/** Classes whose weights have the same layout in both libraries, with Keras' names in Keras' order. */
const weightNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['Dense', convolution],
  ['Conv1D', convolution],
  ['Conv2D', convolution],
  ['DepthwiseConv2D', convolution],
  ['SeparableConv2D', ['depthwise_kernel', 'pointwise_kernel', 'bias']],
  ['BatchNormalization', ['gamma', 'beta', 'moving_mean', 'moving_variance']],
  ['LayerNormalization', ['gamma', 'beta']],
  ['Embedding', ['embeddings']],
  ['SimpleRNN', recurrent],
  ['LSTM', recurrent],
  ['GRU', recurrent],
]);

/**
 * The layers of a model that have weights, in the model's order, those of nested models included.
 *
 * @throws ModelsError `UNSUPPORTED_LAYER` for a layer that Keras 3 does not have or computes otherwise
 */
export function kerasLayers(functionName: string, model: LayersModel): KerasLayer[] {
  const layers = collect(functionName, model, '');
  const names = layers.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ModelsError(
      'UNSUPPORTED_LAYER',
      `${functionName}: two layers are named ${twice}; give each its own name`,
    );
  }
  return layers;
}

function collect(functionName: string, model: LayersModel, prefix: string): KerasLayer[] {
  return model.layers.flatMap((layer) => {
    const name = prefix + layer.name;
    if (layer instanceof LayersModel) return collect(functionName, layer, `${name}/`);
    const parts = partsOf(layer);
    for (const [, part] of parts) checkActivations(functionName, name, part);
    const className = layer.getClassName();
    const known = parts.every(([, part]) => weightNames.has(part.getClassName()));
    if (layer.weights.length === 0) return [];
    if (!known) {
      throw new ModelsError(
        'UNSUPPORTED_LAYER',
        `${functionName}: layer ${name} is a ${className}; expected ${[...weightNames.keys()].join(', ')}, or Bidirectional of a recurrent one`,
      );
    }
    const inner = parts[0]![1].getClassName();
    return [
      {
        name,
        kind: inner === className ? className : `${className}(${inner})`,
        weights: new Map(parts.flatMap(([side, part]) => weightsOf(functionName, name, side, part))),
      },
    ];
  });
}

/** Both directions of a `Bidirectional`, else the layer itself, each with what its weights' names begin with. */
function partsOf(layer: Layer): (readonly [string, Layer])[] {
  if (layer.getClassName() !== 'Bidirectional') return [['', layer]];
  const { forwardLayer, backwardLayer } = layer as BidirectionalLayer;
  return [
    ['forward/', forwardLayer],
    ['backward/', backwardLayer],
  ];
}

function weightsOf(functionName: string, name: string, side: string, layer: Layer): [string, LayerVariable][] {
  const className = layer.getClassName();
  const names = weightNames.get(className)!;
  const byName = new Map(layer.weights.map((weight) => [kerasName(className, weight), weight]));
  for (const weight of byName.keys()) {
    if (!names.includes(weight)) {
      throw new ModelsError(
        'UNSUPPORTED_LAYER',
        `${functionName}: layer ${name} (${className}) has a weight ${weight}; expected ${names.join(', ')}`,
      );
    }
  }
  return names.flatMap((weight) => (byName.has(weight) ? [[side + weight, byName.get(weight)!]] : []));
}

/** TensorFlow.js gives `layer/kernel`, and `depthwise_kernel` where Keras 3 says `kernel`. */
function kerasName(className: string, weight: LayerVariable): string {
  const name = weight.originalName.slice(weight.originalName.lastIndexOf('/') + 1);
  return className === 'DepthwiseConv2D' && name === 'depthwise_kernel' ? 'kernel' : name;
}

/** The one activation that both libraries have and compute differently. */
function checkActivations(functionName: string, name: string, layer: Layer): void {
  const config = layer.getConfig();
  for (const option of ['activation', 'recurrentActivation']) {
    if (config[option] === 'hardSigmoid') {
      throw new ModelsError(
        'UNSUPPORTED_LAYER',
        `${functionName}: layer ${name} has ${option}='hardSigmoid', clip(0.2 x + 0.5, 0, 1) in TensorFlow.js and clip(x / 6 + 0.5, 0, 1) in Keras 3; expected an activation that both compute alike, such as 'sigmoid' (recurrent layers of TensorFlow.js take hardSigmoid unless told otherwise)`,
      );
    }
  }
}
