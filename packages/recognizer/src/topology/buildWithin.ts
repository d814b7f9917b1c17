import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, type LayerVariable, layers, models } from '@tensorflow/tfjs-layers';
import { RecognizerError } from '../errors';

type Initializer = ReturnType<typeof initializers.zeros>;

/** What every layer of TensorFlow.js makes its weights with. */
interface WeightMaker {
  addWeight(
    name: string,
    shape: (number | null)[],
    dtype?: tf.DataType,
    initializer?: Initializer,
    regularizer?: null,
    trainable?: boolean,
  ): LayerVariable;
}

/** A model and the way to free its weights, all of them, whatever layers share or nest them. */
export interface Network {
  readonly model: LayersModel;
  free(): void;
}

/**
 * Builds a model from a checked topology, with zeros as weights, and stops before it would take more values than `budget`.
 *
 * TensorFlow.js allocates and draws a layer's initial values while it reads the topology, whatever size that claims. So
 * the one method that makes weights counts first, while (and only while) the model is read: that is one synchronous call.
 *
 * @param budget - number of values of the weights that the bundle really holds
 * @throws RecognizerError `BAD_BUNDLE`; what was allocated is freed
 */
export async function buildWithin(topology: object, budget: number): Promise<Network> {
  const made: LayerVariable[] = [];
  const prototype = layers.Layer.prototype as unknown as WeightMaker;
  const addWeight = prototype.addWeight;
  const zeros = initializers.zeros();
  let left = budget;
  prototype.addWeight = function (this: WeightMaker, name, shape, dtype, _initializer, _regularizer, trainable) {
    const size = shape.reduce<number>((product, length) => product * (length ?? Number.NaN), 1);
    left -= size;
    if (!(Number.isInteger(size) && size >= 0 && left >= 0)) {
      throw new RecognizerError(
        'BAD_BUNDLE',
        `the model's topology cannot be used: with weight ${name} [${shape.join(', ')}] it takes more than the ${budget} values that the bundle holds`,
      );
    }
    // The scope frees the zeros when making the variable fails; variables outlive it.
    tf.tidy(() => {
      made.push(addWeight.call(this, name, shape, dtype, zeros, null, trainable));
    });
    return made.at(-1)!;
  };
  let reading: Promise<LayersModel>;
  try {
    reading = models.modelFromJSON({ modelTopology: topology } as never);
  } finally {
    prototype.addWeight = addWeight;
  }
  const free = () => {
    for (const variable of made) variable.dispose();
  };
  try {
    return { model: await reading, free };
  } catch (cause) {
    free();
    if (cause instanceof RecognizerError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RecognizerError('BAD_BUNDLE', `the model's topology cannot be used: ${reason.slice(0, 300)}`, { cause });
  }
}
