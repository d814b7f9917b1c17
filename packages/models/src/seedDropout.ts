import type { Rng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { innermostLayers, type Layer } from './innermostLayers';

/** Steers where a model's dropout masks come from. */
export interface DropoutStream {
  /** From here on, masks are those of this step: the same step of the same stream gives the same masks. */
  setStep(step: number): void;
  /** Gives every layer back the behaviour it had before {@link seedDropout}. */
  restore(): void;
}

/**
 * Makes every `Dropout` layer of a model draw its masks from `rng`, a new mask at each call.
 *
 * TensorFlow.js' own seeded dropout repeats one mask for ever, takes seed 0 for "no seed", and without a seed cannot be
 * reproduced. A mask here depends on the stream, the layer's place in the model, the step (see
 * {@link DropoutStream.setStep}) and how often the layer was called since; not on the backend. Only this object's
 * `call` is replaced: the layer's configuration, and so a saved model, stays a plain `Dropout`.
 *
 * Dropout inside recurrent cells (`dropout`, `recurrentDropout` of an LSTM) and the noise layers stay TensorFlow.js' own.
 *
 * @param model - any layers model, of this package or not
 * @param rng - the stream; it is forked, never advanced
 * @returns the handle that sets the step and undoes the change
 */
export function seedDropout(model: LayersModel, rng: Rng): DropoutStream {
  let step = 0;
  const counters: { calls: number }[] = [];
  const undo: (() => void)[] = [];
  innermostLayers(model).forEach((layer, index) => {
    if (layer.getClassName() !== 'Dropout') return;
    const counter = { calls: 0 };
    counters.push(counter);
    const layerRng = rng.fork(index);
    undo.push(
      replaceCall(layer, (input) => {
        const draw = layerRng.fork(step).fork(counter.calls);
        counter.calls++;
        return dropOut(layer, input, draw);
      }),
    );
  });
  return {
    setStep(next) {
      step = next;
      for (const counter of counters) counter.calls = 0;
    },
    restore() {
      for (const restoreOne of undo) restoreOne();
    },
  };
}

function replaceCall(layer: Layer, whenTraining: (input: tf.Tensor) => tf.Tensor): () => void {
  const hadOwn = Object.hasOwn(layer, 'call');
  const previous = layer.call;
  layer.call = (inputs, kwargs) => {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    return kwargs?.training === true ? whenTraining(input) : input;
  };
  return () => {
    if (hadOwn) layer.call = previous;
    else Reflect.deleteProperty(layer, 'call');
  };
}

/** Sets each value to zero with probability `rate` and scales the others by 1 / (1 - rate), as Keras does. */
function dropOut(layer: Layer, input: tf.Tensor, rng: Rng): tf.Tensor {
  const { rate, noiseShape } = layer.getConfig() as { rate: number; noiseShape?: (number | null)[] };
  if (!(rate > 0)) return input;
  const shape = noiseShape ? noiseShape.map((size, axis) => size ?? input.shape[axis]!) : input.shape;
  const mask = new Float32Array(tf.util.sizeFromShape(shape));
  const scale = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = rng.uniform() < rate ? 0 : scale;
  return tf.tidy(() => tf.mul(input, tf.tensor(mask, shape)));
}
