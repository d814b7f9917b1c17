import { cnn2d, cnnLstm, lstm } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NetworkName } from '../tasks';

/** A network of `@ser/models`, whose LSTM layers run as one kernel on `simd`. */
export function fusedNetwork(name: NetworkName, options: { dropout?: number } = {}): LayersModel {
  if (name === 'cnn4') return cnn2d({ filters: [32, 64, 64, 64] });
  if (name === 'lstm') return lstm(options);
  return cnnLstm({ blocks: name === 'cnnLstm4' ? 4 : 5, ...options });
}
