import { intervalFigure, type Table } from '@ser/report';
import { titleOf } from '../reported';
import type { OverSpeakers, Results, TwinResult } from '../results';
import { drawn } from './figures';
import { provenance } from './provenance';

type Shown = Pick<Results, 'twin' | 'corpus' | 'profiles' | 'augment'>;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** What the leak was worth: network | protocol | folds | accuracy | over speakers | UAR | what the tests share with the training. */
export function twinTable(results: Shown): Table {
  return {
    caption: `What the leak was worth: test accuracy of the last epoch, nothing chosen on the test rows (${provenance(results)})`,
    columns: [
      'network',
      'protocol',
      { label: 'folds', align: 'right' },
      { label: 'accuracy, mean ± deviation', align: 'right' },
      { label: '95 % over speakers', align: 'right' },
      { label: 'UAR', align: 'right' },
      'test and training rows',
    ],
    rows: results.twin
      .filter(isWhole)
      .map((result) => [
        titleOf(result.network),
        result.title,
        foldsOf(result),
        meanOf(result.accuracy),
        intervalOf(result.overSpeakers),
        percent(result.uar.mean),
        [...new Set(result.folds.map(({ leaks }) => leaks))].join(', '),
      ]),
  };
}

/** Does the augmentation help: network | protocol | augmentation | folds | accuracy | over speakers | UAR | against none. */
export function ablationTable(results: Shown): Table {
  return {
    caption: `Does the augmentation help? Test accuracy on original clips (${provenance(results)})`,
    columns: [
      'network',
      'protocol',
      'augmented rows in training',
      { label: 'folds', align: 'right' },
      { label: 'accuracy, mean ± deviation', align: 'right' },
      { label: '95 % over speakers', align: 'right' },
      { label: 'UAR', align: 'right' },
      { label: 'against none, points', align: 'right' },
      { label: 'p', align: 'right' },
    ],
    rows: results.twin
      .filter((result) => !isWhole(result))
      .map((result) => [
        titleOf(result.network),
        result.title,
        result.augmentation,
        foldsOf(result),
        meanOf(result.accuracy),
        intervalOf(result.overSpeakers),
        percent(result.uar.mean),
        result.againstNone && signed(result.againstNone.difference),
        result.againstNone?.pValue.toFixed(3),
      ]),
  };
}

const isWhole = ({ augmentation }: TwinResult) => augmentation === undefined;
const meanOf = ({ mean, deviation }: TwinResult['accuracy']) =>
  percent(mean) + (deviation === null ? '' : ` ± ${(100 * deviation).toFixed(1)}`);
const intervalOf = (interval: OverSpeakers | undefined) =>
  interval && `${percent(interval.low)} to ${percent(interval.high)}`;
const signed = (difference: number) => `${difference < 0 ? '−' : '+'}${Math.abs(100 * difference).toFixed(1)}`;

/** All folds as their number; otherwise how many of how many. */
function foldsOf({ folds, of }: TwinResult): string {
  const seeds = new Set(folds.map(({ seed }) => seed)).size;
  const trained = new Set(folds.map(({ fold }) => fold)).size;
  return `${trained < of ? `${trained} of ${of}` : of}${seeds > 1 ? ` x ${seeds} seeds` : ''}`;
}

export const twinFile = 'what-the-leak-was-worth.svg';
export const ablationFile = 'does-augmentation-help.svg';

/** What the leak was worth as a figure: one row a network and protocol. */
export function twinFigure(results: Shown) {
  return figure('What the leak was worth', results.twin.filter(isWhole), ({ title }) => title);
}

/** Does the augmentation help, as a figure: one row a protocol and augmentation. */
export function ablationFigure(results: Shown) {
  const rows = results.twin.filter((result) => !isWhole(result));
  return figure('Does the augmentation help?', rows, ({ augmentation = '' }) => augmentation);
}

function figure(title: string, rows: readonly TwinResult[], label: (result: TwinResult) => string) {
  if (rows.length === 0) return undefined;
  return drawn((size) =>
    intervalFigure({
      title,
      subtitle: 'Test accuracy; lines: 95 % over speakers',
      ...size,
      rows: rows.map((result) => ({
        group: result.augmentation === undefined ? titleOf(result.network) : result.title,
        label: label(result),
        value: result.pooled.accuracy,
        ...(result.overSpeakers ? { low: result.overSpeakers.low, high: result.overSpeakers.high } : {}),
      })),
    }),
  );
}
