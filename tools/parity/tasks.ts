/** The report's networks whose training is compared: one of each family, and the 2-D CNN on scaled images beside it. */
export const networkNames = ['cnn4', 'cnn4Scaled', 'lstm', 'cnnLstm5'] as const;
export type NetworkName = (typeof networkNames)[number];

export const networkTitles: Readonly<Record<NetworkName, string>> = {
  cnn4: '2-D CNN, model 4',
  cnn4Scaled: '2-D CNN, model 4, images scaled',
  lstm: 'LSTM 128+128',
  cnnLstm5: 'CNN+LSTM, 5 blocks',
};

/** Rows a step, on both sides. */
export const BATCH = 64;

/** What is read of every epoch, in this order. */
export const metricNames = ['loss', 'accuracy', 'valLoss', 'valAccuracy'] as const;
export type MetricName = (typeof metricNames)[number];

interface Common {
  readonly network: NetworkName;
  /** Folder of the arrays that `writeArrays` laid down. */
  readonly folder: string;
  readonly threads: number;
}

/**
 * What one fresh process does, ours or Keras'; handed to it as JSON. It prints an outcome as JSON, whose `values` are, for
 * `losses`, the loss of each step; for `epochs`, the four metrics of each epoch of each seed, one after another.
 */
export type Task =
  | (Common & {
      /** Steps without dropout on the training rows as they lie, 64 after 64, from the first on again after the last. */
      readonly task: 'losses';
      readonly steps: number;
      /** File of the initial weights (float32, one after another in Keras' order): ours writes it, Keras reads it. */
      readonly weights: string;
      /** Keras only: in float64, which shows what rounding to float32 does. */
      readonly float64?: boolean;
    })
  | (Common & {
      /** Whole trainings: each side's own initial values, shuffling and dropout. */
      readonly task: 'epochs';
      readonly epochs: number;
      readonly seeds: readonly number[];
    });
