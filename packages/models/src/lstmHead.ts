import type { Rng } from '@ser/random';
import { layers } from '@tensorflow/tfjs-layers';
import { checkPositiveInteger, checkRate } from './checks';
import { classifierHead, seededDense } from './classifierHead';
import { ModelsError } from './errors';
import { seededGlorotUniform, seededOrthogonal } from './initializers';
import type { Layer } from './innermostLayers';

/** The recurrent part that `lstm` and `cnnLstm` share. */
export interface LstmHeadOptions {
  /** Units of each LSTM layer, first to last; all but the last return sequences. Default [128, 128]. */
  readonly units?: readonly number[];
  /** Units of the dense ReLU layer. Default 32. */
  readonly denseUnits?: number;
  /** Dropout rate. Default 0.2. */
  readonly dropout?: number;
  /** Number of classes. Default 7. */
  readonly classes?: number;
}

/** LSTM layers, dense ReLU, dropout, classifier: with Keras' defaults, which are not all TensorFlow.js' own. */
export function lstmHead(functionName: string, options: LstmHeadOptions, rng: Rng, inputShape?: number[]): Layer[] {
  const { units = [128, 128], denseUnits = 32, dropout = 0.2, classes = 7 } = options;
  if (units.length === 0) {
    throw new ModelsError('INVALID_OPTION', `${functionName}: units=[]; expected at least one LSTM layer`);
  }
  for (const count of units) checkPositiveInteger(functionName, 'units', count);
  checkPositiveInteger(functionName, 'denseUnits', denseUnits);
  checkPositiveInteger(functionName, 'classes', classes);
  checkRate(functionName, 'dropout', dropout);
  const recurrent = units.map((count, index) => {
    const name = `lstm${index + 1}`;
    return layers.lstm({
      name,
      units: count,
      activation: 'tanh',
      // TensorFlow.js: hardSigmoid, glorotNormal, and a forget bias of 0.
      recurrentActivation: 'sigmoid',
      kernelInitializer: seededGlorotUniform(rng.fork(name).fork('kernel')),
      recurrentInitializer: seededOrthogonal(rng.fork(name).fork('recurrentKernel')),
      biasInitializer: 'zeros',
      unitForgetBias: true,
      returnSequences: index < units.length - 1,
      ...(index === 0 && inputShape ? { inputShape } : {}),
    });
  });
  return [
    ...recurrent,
    seededDense('dense', denseUnits, 'relu', rng),
    layers.dropout({ name: 'dropout', rate: dropout }),
    ...classifierHead(classes, rng),
  ];
}
