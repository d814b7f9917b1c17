import * as tf from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { RecognizerError } from './errors';
import { fillOpenShape } from './topology/fillOpenShape';

type Layer = LayersModel['layers'][number];

/** How a model gives its classes: as probabilities, or as scores that a softmax makes probabilities of. */
export interface Classifier {
  /** Shape of one clip's features as the model takes them. */
  readonly inputShape: readonly number[];
  readonly endsIn: 'softmax' | 'linear';
}

/**
 * Looks at a model's two ends: one input of as many values as the features have, one output a label, softmax or linear.
 *
 * @throws RecognizerError `UNSUPPORTED_MODEL`
 */
export function checkClassifier(model: LayersModel, features: readonly number[], labels: number): Classifier {
  const [input, ...otherInputs] = model.inputs;
  const [output, ...otherOutputs] = model.outputs;
  if (!input || !output || otherInputs.length > 0 || otherOutputs.length > 0) {
    return unsupported(`it has ${model.inputs.length} inputs and ${model.outputs.length} outputs; expected one each`);
  }
  const inputShape = fillOpenShape(input.shape.slice(1), features) as number[];
  if ((input.shape[0] ?? 1) !== 1 || tf.util.sizeFromShape(inputShape) !== tf.util.sizeFromShape([...features])) {
    return unsupported(
      `it takes [${input.shape.map((size) => size ?? 'clips').join(', ')}]; the features of a clip are [${features.join(', ')}]`,
    );
  }
  if (output.shape.length !== 2 || output.shape[1] !== labels) {
    return unsupported(
      `it gives [${output.shape.map((size) => size ?? 'clips').join(', ')}]; expected [clips, ${labels}], a value a label`,
    );
  }
  return { inputShape, endsIn: ending(model) };
}

function ending(model: LayersModel): Classifier['endsIn'] {
  let last: Layer | undefined = model;
  while (last instanceof LayersModel) last = last.layers.at(-1);
  const name = last?.getClassName();
  const activation = last?.getConfig().activation;
  if (name === 'Softmax' || activation === 'softmax') return 'softmax';
  if (name === 'Dense' && activation === 'linear') return 'linear';
  if (name === 'Activation' && activation === 'linear') return 'linear';
  return unsupported(
    `it ends in ${name} with activation ${String(activation)}; expected a softmax, or a linear dense layer`,
  );
}

function unsupported(problem: string): never {
  throw new RecognizerError('UNSUPPORTED_MODEL', `the model cannot name a clip's label: ${problem}`);
}
