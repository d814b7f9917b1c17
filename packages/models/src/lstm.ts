import { createRng } from '@ser/random';
import { type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { addMissingTensorMethods } from './addMissingTensorMethods';
import { checkInputShape } from './checks';
import { fuseRecurrent } from './fuseRecurrent';
import { type LstmHeadOptions, lstmHead } from './lstmHead';
import { seedDropout } from './seedDropout';

/** Options of {@link lstm}. */
export interface LstmOptions extends LstmHeadOptions {
  /** [steps, channels] of one input. Default [162, 1]. */
  readonly inputShape?: readonly [number, number];
  /** Seed of the initial values, and of the dropout outside `@ser/train`'s `fit`. Default 0. */
  readonly seed?: number | string;
}

/**
 * The report's LSTM over the 162 features as 162 steps: two LSTM layers of 128 units, dense 32 ReLU, dropout 0.2,
 * classifier. Default: 202,503 parameters.
 *
 * @returns a plain layers model, [batch, ...inputShape] to probabilities [batch, classes]; the same seed gives the same
 * initial values on every backend; its LSTM layers are fused where the backend can (see {@link fuseRecurrent})
 * @throws ModelsError `INVALID_OPTION`
 * @see Keras' LSTM, whose defaults it has: tanh and sigmoid, Glorot-uniform and orthogonal kernels, forget bias 1
 */
export function lstm(options: LstmOptions = {}): LayersModel {
  const { inputShape = [162, 1], seed = 0 } = options;
  checkInputShape('lstm', inputShape, ['steps', 'channels']);
  addMissingTensorMethods();
  const rng = createRng(seed).fork('lstm');
  const model = sequential({ name: 'lstm' });
  for (const layer of lstmHead('lstm', options, rng, [...inputShape])) model.add(layer);
  seedDropout(model, rng.fork('dropout'));
  return fuseRecurrent(model);
}
