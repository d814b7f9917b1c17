import { cnn2d, cnnLstm, lstm } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NetworkName } from './tasks';

/** One of the report's networks; with its dropout of 0.2 where no other rate is given. */
export function buildNetwork(
  name: NetworkName,
  options: { readonly classes: number; readonly seed: number; readonly dropout?: number },
): LayersModel {
  const { dropout, ...rest } = options;
  if (name === 'cnn4' || name === 'cnn4Scaled') return cnn2d({ filters: [32, 64, 64, 64], ...rest });
  return name === 'lstm' ? lstm({ dropout, ...rest }) : cnnLstm({ blocks: 5, dropout, ...rest });
}
