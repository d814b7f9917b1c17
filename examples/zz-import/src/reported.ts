/**
 * What the report printed, as its authors' experiment record settles it (docs/report-recipe.md says where the two differ).
 * Plain data to stand beside our own figures; nothing here feeds a computation.
 */

export type NetworkFamily = 'cnn2d' | 'lstm' | 'cnnLstm';

export interface ReportedNetwork {
  readonly name: string;
  readonly family: NetworkFamily;
  readonly title: string;
  /** Trainable parameters as printed; absent where the report prints none. */
  readonly parameters?: number;
  /** Test accuracy of the last epoch, in percent. */
  readonly accuracy: number;
  /** The report's "reaching up to" figure, in percent. */
  readonly bestAccuracy?: number;
}

export const reportedNetworks: readonly ReportedNetwork[] = [
  { name: 'cnn1', family: 'cnn2d', title: '2-D CNN, model 1', parameters: 134_088, accuracy: 54.57 },
  { name: 'cnn2', family: 'cnn2d', title: '2-D CNN, model 2', parameters: 583_592, accuracy: 57.62 },
  { name: 'cnn3', family: 'cnn2d', title: '2-D CNN, model 3', parameters: 258_024, accuracy: 62.88 },
  { name: 'cnn4', family: 'cnn2d', title: '2-D CNN, model 4', parameters: 150_600, accuracy: 64.27 },
  { name: 'lstm', family: 'lstm', title: 'LSTM', parameters: 202_503, accuracy: 44 },
  { name: 'cnnLstm1', family: 'cnnLstm', title: 'CNN+LSTM, 1 block', accuracy: 57.37, bestAccuracy: 63 },
  { name: 'cnnLstm2', family: 'cnnLstm', title: 'CNN+LSTM, 2 blocks', accuracy: 59.94, bestAccuracy: 61 },
  { name: 'cnnLstm3', family: 'cnnLstm', title: 'CNN+LSTM, 3 blocks', accuracy: 61.22, bestAccuracy: 66 },
  { name: 'cnnLstm4', family: 'cnnLstm', title: 'CNN+LSTM, 4 blocks', accuracy: 63.99, bestAccuracy: 66 },
  { name: 'cnnLstm5', family: 'cnnLstm', title: 'CNN+LSTM, 5 blocks', parameters: 763_111, accuracy: 66.27 },
];

/** The network in the report's words; a variant that the report does not have says what it is. */
export function titleOf(name: string): string {
  const { title } = reportedNetworks.find((network) => network.name === name.replace('Plateau', ''))!;
  return name.endsWith('Plateau') ? `${title}, falling learning rate` : title;
}

export interface ReportedConfusion {
  readonly labels: readonly string[];
  /** Rows are the actual classes, columns the predicted ones. */
  readonly matrix: readonly (readonly number[])[];
}

const eightLabels = ['angry', 'calm', 'disgust', 'fearful', 'happy', 'neutral', 'sad', 'surprised'];
const sevenLabels = eightLabels.filter((label) => label !== 'neutral');

/** Figures 4, 6 and 8 of the report. */
export const reportedConfusions: Readonly<Record<'cnn4' | 'lstm' | 'cnnLstm5', ReportedConfusion>> = {
  cnn4: {
    labels: eightLabels,
    matrix: [
      [40, 1, 2, 5, 2, 0, 1, 4],
      [0, 45, 1, 1, 1, 1, 1, 0],
      [3, 3, 32, 2, 0, 0, 3, 4],
      [2, 1, 0, 19, 4, 0, 3, 6],
      [4, 1, 1, 3, 25, 0, 0, 3],
      [0, 6, 0, 0, 1, 15, 5, 1],
      [0, 7, 1, 8, 2, 3, 34, 1],
      [10, 2, 2, 9, 6, 1, 1, 22],
    ],
  },
  lstm: {
    labels: sevenLabels,
    matrix: [
      [78, 2, 20, 8, 16, 4, 22],
      [0, 104, 9, 1, 3, 38, 1],
      [9, 19, 60, 7, 9, 19, 16],
      [19, 8, 11, 35, 31, 16, 23],
      [10, 8, 10, 21, 50, 20, 21],
      [2, 35, 11, 7, 13, 53, 22],
      [8, 7, 19, 12, 20, 14, 60],
    ],
  },
  cnnLstm5: {
    labels: sevenLabels,
    matrix: [
      [94, 0, 9, 8, 22, 4, 13],
      [2, 130, 6, 1, 7, 10, 0],
      [11, 8, 83, 4, 11, 5, 17],
      [7, 3, 5, 88, 21, 11, 8],
      [6, 7, 17, 7, 83, 7, 13],
      [1, 9, 11, 7, 8, 95, 12],
      [8, 2, 9, 7, 14, 3, 97],
    ],
  },
};
