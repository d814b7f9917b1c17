import type { LayersModel } from '@tensorflow/tfjs-layers';
import { cnn2d } from './cnn2d';
import { cnnLstm } from './cnnLstm';
import { lstm } from './lstm';

/** One network of the report. */
export interface ReportModel {
  /** `cnn2d`: 224 x 20 x 1 MFCC images, 8 classes. `lstm`, `cnnLstm`: 162 x 1 features, 7 classes. */
  readonly family: 'cnn2d' | 'lstm' | 'cnnLstm';
  /** Shape of one input. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Number of trainable values. */
  readonly parameters: number;
  /** Builds it with initial values of `seed` (default 0). */
  readonly build: (options?: { readonly seed?: number | string }) => LayersModel;
}

/** Name of one of the report's ten networks. */
export type ReportModelName =
  | 'cnn1'
  | 'cnn2'
  | 'cnn3'
  | 'cnn4'
  | 'lstm'
  | 'cnnLstm1'
  | 'cnnLstm2'
  | 'cnnLstm3'
  | 'cnnLstm4'
  | 'cnnLstm5';

/**
 * The report's ten networks by name, with the filters that give the parameter counts it prints (its own lists of layers
 * leave some out).
 */
export const reportModels: Readonly<Record<ReportModelName, ReportModel>> = {
  cnn1: image([32, 32, 32], 134_088),
  cnn2: image([32, 32], 583_592),
  cnn3: image([32, 32, 64], 258_024),
  cnn4: image([32, 64, 64, 64], 150_600),
  lstm: {
    family: 'lstm',
    inputShape: [162, 1],
    classes: 7,
    parameters: 202_503,
    build: (options) => lstm({ seed: options?.seed }),
  },
  cnnLstm1: sequence(1, 334_599),
  cnnLstm2: sequence(2, 662_535),
  cnnLstm3: sequence(3, 760_967),
  cnnLstm4: sequence(4, 769_223),
  cnnLstm5: sequence(5, 763_111),
};

function image(filters: readonly number[], parameters: number): ReportModel {
  return {
    family: 'cnn2d',
    inputShape: [224, 20, 1],
    classes: 8,
    parameters,
    build: (options) => cnn2d({ filters, seed: options?.seed }),
  };
}

function sequence(blocks: number, parameters: number): ReportModel {
  return {
    family: 'cnnLstm',
    inputShape: [162, 1],
    classes: 7,
    parameters,
    build: (options) => cnnLstm({ blocks, seed: options?.seed }),
  };
}
