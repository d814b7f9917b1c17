import { intervalFigure, type Table } from '@ser/report';
import { reportedNetworks } from '../reported';
import type { Prediction, Results, TwinResult } from '../results';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const titleOf = (network: string) => reportedNetworks.find(({ name }) => name === network)?.title ?? network;

/** What the leak was worth: network | protocol | folds | accuracy | over speakers | UAR | what the tests share with the training. */
export function twinTable({ twin }: Pick<Results, 'twin'>, provenance: string): Table {
  return {
    caption: `What the leak was worth: test accuracy of the last epoch, nothing chosen on the test rows (${provenance})`,
    columns: [
      'network',
      'protocol',
      { label: 'folds x seeds', align: 'right' },
      { label: 'accuracy, mean (deviation)', align: 'right' },
      { label: '95 % over speakers', align: 'right' },
      { label: 'UAR', align: 'right' },
      'test and training rows',
    ],
    rows: twin
      .filter(isWhole)
      .map(({ network, title, folds, accuracy, uar, overSpeakers }) => [
        titleOf(network),
        title,
        String(folds.length),
        meanOf(accuracy),
        intervalOf(overSpeakers),
        percent(uar.mean),
        [...new Set(folds.map(({ leaks }) => leaks))].join(', '),
      ]),
  };
}

/** Does the augmentation help: network | protocol | augmentation | folds | accuracy | over speakers | UAR. */
export function ablationTable({ twin }: Pick<Results, 'twin'>, provenance: string): Table {
  return {
    caption: `Does the augmentation help? Test accuracy on original clips (${provenance})`,
    columns: [
      'network',
      'protocol',
      'augmented rows in training',
      { label: 'folds', align: 'right' },
      { label: 'accuracy, mean (deviation)', align: 'right' },
      { label: '95 % over speakers', align: 'right' },
      { label: 'UAR', align: 'right' },
    ],
    rows: twin
      .filter((result) => !isWhole(result))
      .map(({ network, title, augmentation, folds, accuracy, uar, overSpeakers }) => [
        titleOf(network),
        title,
        augmentation ?? '',
        String(folds.length),
        meanOf(accuracy),
        intervalOf(overSpeakers),
        percent(uar.mean),
      ]),
  };
}

const isWhole = ({ augmentation }: TwinResult) => augmentation === undefined;
const meanOf = ({ mean, deviation }: TwinResult['accuracy']) =>
  percent(mean) + (deviation === null ? '' : ` (${percent(deviation)})`);
const intervalOf = (interval: TwinResult['overSpeakers']) =>
  interval === undefined ? '' : `${percent(interval.low)} to ${percent(interval.high)}`;

/** What the leak was worth as a figure: one row a network and protocol. */
export function twinFigure(twin: readonly TwinResult[]): string {
  return intervalFigure({
    title: 'What the leak was worth',
    subtitle: 'Test accuracy; lines: 95 % over speakers',
    rows: twin.filter(isWhole).map(({ network, title, pooled, overSpeakers }) => ({
      group: titleOf(network),
      label: title,
      value: pooled.accuracy,
      ...(overSpeakers ? { low: overSpeakers.low, high: overSpeakers.high } : {}),
    })),
  });
}

/** `predictions.csv`: one line a test row; probabilities stand in the order of the labels of the network's result. */
export function predictionsCsv(predictions: readonly Prediction[]): string {
  const head = 'network,protocol,augmentation,fold,seed,clip,version,speaker,actual,predicted,probabilities';
  const lines = predictions.map(({ probabilities, ...row }) =>
    [...Object.values(row), probabilities.map((p) => p.toFixed(6)).join(' ')].join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}
