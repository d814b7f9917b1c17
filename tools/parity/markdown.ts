import {
  deviation,
  type EpochComparison,
  LOSS_TOLERANCE,
  type LossComparison,
  lossesAgree,
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

/** How many steps from the first on lie within the tolerance. */
function stepsWithin(ours: readonly number[], keras: readonly number[]): number {
  const beyond = ours.findIndex((loss, step) => !(Math.abs(loss / keras[step]! - 1) <= LOSS_TOLERANCE));
  return beyond < 0 ? ours.length : beyond;
}

function lossTable(losses: readonly LossComparison[]): string {
  const rows = losses.map((comparison) => {
    const { network, ours, keras, keras64 } = comparison;
    const worst = (a: readonly number[], b: readonly number[]) => worstDifference(a, b).toExponential(1);
    return [
      networkTitles[network],
      `${ours.at(-1)!.toFixed(5)} / ${keras.at(-1)!.toFixed(5)} / ${keras64.at(-1)!.toFixed(5)}`,
      worst(ours, keras),
      worst(ours, keras64),
      worst(keras, keras64),
      `${stepsWithin(ours, keras)} of ${ours.length}`,
      lossesAgree(comparison) ? 'agrees' : 'DIFFERS',
    ];
  });
  const head = [
    'network',
    'last loss: ours / Keras / Keras in float64',
    'ours from Keras',
    'ours from float64',
    'Keras from float64',
    `steps within ${LOSS_TOLERANCE}`,
    '',
  ];
  return table(head, rows);
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
    'The first losses, from the same weights on the same batches of 64, without dropout; relative differences, the worst of all steps:',
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
