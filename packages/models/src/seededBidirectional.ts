import type { Rng } from '@ser/random';
import { layers } from '@tensorflow/tfjs-layers';
import { seededGlorotUniform, seededOrthogonal } from './initializers';
import type { Layer } from './innermostLayers';

/** What a `Bidirectional` layer of TensorFlow.js holds, as far as this file changes it. */
interface Directions {
  readonly forwardLayer: { readonly cell: CellInitializers };
  readonly backwardLayer: { readonly cell: CellInitializers };
}

interface CellInitializers {
  kernelInitializer: ReturnType<typeof seededGlorotUniform>;
  recurrentInitializer: ReturnType<typeof seededOrthogonal>;
}

/**
 * A bidirectional LSTM or GRU that returns sequences, [batch, time, channels] to [batch, time, 2 * units], with Keras'
 * defaults; a GRU is the one of `reset_after=False`, the only one that TensorFlow.js has.
 */
export function seededBidirectional(name: string, cell: 'lstm' | 'gru', units: number, rng: Rng): Layer {
  const config = {
    name: cell,
    units,
    returnSequences: true,
    activation: 'tanh',
    // TensorFlow.js: hardSigmoid and glorotNormal, and a forget bias of 0 unless asked.
    recurrentActivation: 'sigmoid',
    kernelInitializer: 'glorotUniform',
    recurrentInitializer: 'orthogonal',
    biasInitializer: 'zeros',
  } as const;
  const one = cell === 'lstm' ? layers.lstm({ ...config, unitForgetBias: true }) : layers.gru(config);
  const both = layers.bidirectional({ name, layer: one, mergeMode: 'concat' });
  // The wrapper makes both directions anew from the configuration, which cannot hold a seed.
  const { forwardLayer, backwardLayer } = both as unknown as Directions;
  for (const [direction, layer] of Object.entries({ forward: forwardLayer, backward: backwardLayer })) {
    const own = rng.fork(name).fork(direction);
    layer.cell.kernelInitializer = seededGlorotUniform(own.fork('kernel'));
    layer.cell.recurrentInitializer = seededOrthogonal(own.fork('recurrentKernel'));
  }
  return both;
}
