import { createRng } from '@ser/random';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { addMissingTensorMethods } from './addMissingTensorMethods';
import { checkInputShape } from './checks';
import { ModelsError } from './errors';
import { fuseConvolutions } from './fuseConvolutions';
import { fuseRecurrent } from './fuseRecurrent';
import { seededGlorotUniform } from './initializers';
import { type LstmHeadOptions, lstmHead } from './lstmHead';
import { seedDropout } from './seedDropout';

/** Filters of the five convolution blocks, in order. */
const blockFilters = [256, 256, 128, 64, 32];

/** Options of {@link cnnLstm}. */
export interface CnnLstmOptions extends LstmHeadOptions {
  /** How many convolution blocks come first, 1 to 5 (256, 256, 128, 64, 32 filters). */
  readonly blocks: number;
  /** [steps, channels] of one input. Default [162, 1]. */
  readonly inputShape?: readonly [number, number];
  /** Seed of the initial values, and of the dropout outside `@ser/train`'s `fit`. Default 0. */
  readonly seed?: number | string;
}

/**
 * The report's CNN+LSTM: `blocks` times a convolution over 5 steps (`same`, ReLU) and a max pooling (5 steps, stride 2,
 * `same`), dropout after the third; then what {@link lstm} has. Five blocks: 763,111 parameters.
 *
 * @returns a plain layers model, [batch, ...inputShape] to probabilities [batch, classes]; the same seed gives the same
 * initial values on every backend; its LSTM layers are fused where the backend can (see {@link fuseRecurrent})
 * @throws ModelsError `INVALID_OPTION`
 * @see Keras' Conv1D, MaxPooling1D and LSTM, whose defaults it has
 */
export function cnnLstm(options: CnnLstmOptions): LayersModel {
  const { blocks, inputShape = [162, 1], dropout = 0.2, seed = 0 } = options;
  if (!Number.isInteger(blocks) || blocks < 1 || blocks > blockFilters.length) {
    throw new ModelsError('INVALID_OPTION', `cnnLstm: blocks=${String(blocks)}; expected 1 to ${blockFilters.length}`);
  }
  checkInputShape('cnnLstm', inputShape, ['steps', 'channels']);
  addMissingTensorMethods();
  const rng = createRng(seed).fork('cnnLstm');
  const model = sequential({ name: 'cnnLstm' });
  const head = lstmHead('cnnLstm', options, rng);
  blockFilters.slice(0, blocks).forEach((filters, index) => {
    const name = `conv${index + 1}`;
    model.add(
      layers.conv1d({
        name,
        filters,
        kernelSize: 5,
        strides: 1,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: seededGlorotUniform(rng.fork(name)),
        biasInitializer: 'zeros',
        ...(index === 0 ? { inputShape: [...inputShape] } : {}),
      }),
    );
    model.add(layers.maxPooling1d({ name: `pool${index + 1}`, poolSize: 5, strides: 2, padding: 'same' }));
    if (index === 2) model.add(layers.dropout({ name: 'dropoutConv', rate: dropout }));
  });
  for (const layer of head) model.add(layer);
  seedDropout(model, rng.fork('dropout'));
  return fuseRecurrent(fuseConvolutions(model));
}
