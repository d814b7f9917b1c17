/** The report's networks that the benchmark trains. */
export const networkNames = ['cnn4', 'lstm', 'cnnLstm4', 'cnnLstm5'] as const;
export type NetworkName = (typeof networkNames)[number];

export const networkTitles: Record<NetworkName, string> = {
  cnn4: '2-D CNN, model 4',
  lstm: 'LSTM 128+128, 162 steps',
  cnnLstm4: 'CNN+LSTM, 4 blocks',
  cnnLstm5: 'CNN+LSTM, 5 blocks',
};

/** What one fresh process does; handed to it as JSON. */
export type Task =
  | {
      readonly task: 'train';
      readonly network: NetworkName;
      readonly threads: number;
      readonly warmup: number;
      readonly steps: number;
    }
  | { readonly task: 'multiply'; readonly size: number; readonly threads: number; readonly repeats: number }
  | { readonly task: 'infer'; readonly threads: number; readonly repeats: number }
  | { readonly task: 'gradients'; readonly threads: number }
  | { readonly task: 'firstStep'; readonly threads: number }
  | {
      readonly task: 'firstResult';
      readonly threads: number;
      /** How the packages are loaded: Node 20 reads a CommonJS dependency (TensorFlow.js) twice for an ES module. */
      readonly modules?: 'import' | 'require';
    }
  | {
      readonly task: 'losses';
      readonly network: NetworkName;
      readonly threads: number;
      readonly steps: number;
      /** File of the initial weights (float32, one after another in Keras' order): ours writes it, Keras reads it. */
      readonly weights: string;
    };

/** What it prints, as the last line of its output. */
export interface Outcome {
  /** Milliseconds (`multiply`: of one product; `losses`: the losses; `gradients`: relative errors), one a repetition. */
  readonly values: readonly number[];
  /** Largest resident memory of the process, in bytes. */
  readonly peakBytes: number;
  /** SHA-256 of the weights after training. */
  readonly weights?: string;
  /** What the row must say beside its numbers, such as how many threads there really were. */
  readonly note?: string;
}
