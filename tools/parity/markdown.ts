import {
  deviation,
  type EpochComparison,
  LOSS_TOLERANCE,
  type LossComparison,
  MOST_STANDARD_ERRORS,
  mean,
  type ParityResults,
  standardErrorsApart,
  worstDifference,
} from './results';
import { type MetricName, metricNames, networkTitles } from './tasks';

const metricTitles: Readonly<Record<MetricName, string>> = {
  loss: 'training loss',
  accuracy: 'training accuracy',
  valLoss: 'test loss',
  valAccuracy: 'test accuracy',
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Whether a step's loss differs by more than is allowed; NaN does. */
function lossesAgree(comparison: LossComparison): boolean {
  return worstDifference(comparison) <= LOSS_TOLERANCE;
}

function meansAgree({ ours, keras }: EpochComparison, metric: MetricName): boolean {
  return standardErrorsApart(ours[metric], keras[metric]) <= MOST_STANDARD_ERRORS;
}

/** Whether everything that was compared agrees. */
export function allAgree({ losses, trainings }: ParityResults): boolean {
  return (
    losses.every(lossesAgree) &&
    trainings.every((training) => metricNames.every((metric) => meansAgree(training, metric)))
  );
}

function lossTable(losses: readonly LossComparison[]): string {
  const rows = losses.map((comparison) => {
    const { network, ours, keras } = comparison;
    return [
      networkTitles[network],
      `${ours.length}`,
      `${ours[0]!.toFixed(5)} / ${keras[0]!.toFixed(5)}`,
      `${ours.at(-1)!.toFixed(5)} / ${keras.at(-1)!.toFixed(5)}`,
      worstDifference(comparison).toExponential(1),
      lossesAgree(comparison) ? 'agrees' : 'DIFFERS',
    ];
  });
  const pair = ['first loss, ours / Keras', 'last loss, ours / Keras'];
  return table(['network', 'steps', ...pair, 'worst relative difference', `at most ${LOSS_TOLERANCE}`], rows);
}

function trainingTable(trainings: readonly EpochComparison[]): string {
  const spread = (values: readonly number[]) => `${mean(values).toFixed(4)} ± ${deviation(values).toFixed(4)}`;
  const rows = trainings.flatMap((training) =>
    metricNames.map((metric, i) => [
      i === 0 ? `${networkTitles[training.network]}, ${training.rows} rows (test: ${training.testRows})` : '',
      metricTitles[metric],
      spread(training.ours[metric]),
      spread(training.keras[metric]),
      standardErrorsApart(training.ours[metric], training.keras[metric]).toFixed(2),
      meansAgree(training, metric) ? 'agrees' : 'DIFFERS',
    ]),
  );
  const head = ['network', 'last epoch', 'ours', 'Keras', 'standard errors apart', `at most ${MOST_STANDARD_ERRORS}`];
  return table(head, rows);
}

/** The whole comparison as Markdown: conditions, the first losses, the whole trainings. */
export function parityMarkdown(results: ParityResults): string {
  const { machine, versions, keras, date, corpus, threads, epochs, seeds, losses, trainings, quick } = results;
  return [
    `${machine}; ${versions}; ${keras}; ${date}; ${threads} threads. ${corpus}.${quick ? ' A **quick** run: fewer rows and epochs.' : ''}`,
    'From the same weights on the same batches of 64, without dropout:',
    lossTable(losses),
    ...(trainings.length === 0
      ? []
      : [
          `Whole trainings of ${epochs} epochs with the report's dropout, each side with its own initial values, order and masks; means ± ` +
            `standard deviations of ${seeds.length} seeds:`,
          trainingTable(trainings),
        ]),
  ].join('\n\n');
}
