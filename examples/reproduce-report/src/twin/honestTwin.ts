import type { Dataset } from '@ser/dataset';
import {
  bootstrapInterval,
  type CrossValidation,
  confusionMatrix,
  crossValidate,
  type NamedFold,
  scoresOf,
} from '@ser/train';
import type { Experiment } from '../experiment';
import type { Prediction, TwinResult } from '../results';
import { protocols } from './protocols';
import { trainCell } from './trainCell';
import { type TwinNetwork, twinNetworks } from './twinNetworks';

/**
 * The honest twin: the report's networks under its own protocol and under those that let less of the training rows into
 * the test, everything else the same. What lies between is what the leak was worth.
 */
export async function trainHonestTwin(experiment: Experiment): Promise<void> {
  const { twin } = experiment.profile;
  const wanted = experiment.wanted(twinNetworks.map(({ name }) => name));
  for (const network of twinNetworks.filter(({ name }) => wanted.includes(name))) {
    const dataset = await experiment.once(network.dataset);
    const versions = new Set(dataset.rows.map(({ version }) => version)).size;
    for (const { name, title, folds } of protocols) {
      // Without augmented rows, rows and clips are the same.
      if (name === 'utterance' && versions === 1) continue;
      const what = { network, dataset, folds: folds(dataset.rows), epochs: twin.epochs };
      const result = await measure(experiment, `${network.name}, ${name}`, what);
      experiment.addTwin(
        summarize(result, { network: network.name, protocol: name, title }, dataset),
        predictionsOf(result, dataset, network.name, name),
      );
    }
  }
}

interface Measured {
  readonly network: TwinNetwork;
  readonly dataset: Dataset;
  readonly folds: readonly NamedFold[];
  readonly epochs: number;
}

/** Trains and tests every fold, or takes the cells that an earlier run finished. */
async function measure(
  experiment: Experiment,
  title: string,
  { network, dataset, folds, epochs }: Measured,
): Promise<CrossValidation> {
  return crossValidate({
    folds,
    seeds: experiment.profile.twin.seeds.map((seed) => experiment.seed + seed),
    rows: dataset.rows,
    y: dataset.y,
    labels: dataset.labels,
    store: experiment.finished.cells,
    key: experiment.finished.cellKey({ network: network.name, epochs, data: dataset.contentKey }),
    signal: experiment.signal,
    train: (cell) => trainCell(experiment, { network, dataset, epochs, title }, cell),
    onCell: ({ fold, seed, scores, finished, cells, source, damaged }) => {
      if (damaged !== undefined) experiment.log.warn(damaged);
      const from = source === 'stored' ? ', finished earlier' : '';
      const score = `${(100 * scores.accuracy).toFixed(1)} % accuracy`;
      experiment.log.line(`${title}, ${folds[fold]!.name}, seed ${seed}: ${score}${from} (${finished} of ${cells})`);
    },
  });
}

function summarize(
  result: CrossValidation,
  names: Pick<TwinResult, 'network' | 'protocol' | 'title'>,
  { rows, y, labels }: Dataset,
): TwinResult {
  const first = result.cells.filter(({ seed }) => seed === result.cells[0]!.seed);
  const tested = first.flatMap(({ test }) => test);
  const predicted = first.flatMap((cell) => cell.predicted);
  const speakers = tested.map((row) => rows[row]!.speaker ?? '');
  const pick = (drawn: Uint32Array, of: (at: number) => number) => Array.from(drawn, of);
  const interval =
    new Set(speakers).size < 2
      ? undefined
      : bootstrapInterval({
          clusters: speakers,
          statistic: (drawn) =>
            scoresOf(
              confusionMatrix(
                pick(drawn, (at) => y[tested[at]!]!),
                pick(drawn, (at) => predicted[at]!),
                labels.length,
              ),
            ).accuracy,
        });
  return {
    ...names,
    labels,
    folds: result.cells.map(({ name = '', seed, trainRows, testRows, scores, leaks }) => ({
      name,
      seed: Number(seed),
      trainRows,
      testRows,
      accuracy: scores.accuracy,
      uar: scores.uar,
      leaks: leaks.verdict,
    })),
    accuracy: result.summary.accuracy,
    uar: result.summary.uar,
    pooled: { accuracy: result.pooled.scores.accuracy, uar: result.pooled.scores.uar },
    ...(interval ? { overSpeakers: { low: interval.low, high: interval.high, speakers: interval.clusters } } : {}),
    confusion: result.pooled.confusion,
  };
}

function predictionsOf(
  result: CrossValidation,
  { rows, y, labels }: Dataset,
  network: string,
  protocol: string,
): Prediction[] {
  return result.cells.flatMap(({ fold, seed, test, predicted, probabilities = [] }) =>
    test.map((row, at) => ({
      network,
      protocol,
      fold,
      seed: Number(seed),
      clip: rows[row]!.clipId,
      version: rows[row]!.version,
      speaker: rows[row]!.speaker ?? '',
      actual: labels[y[row]!]!,
      predicted: labels[predicted[at]!]!,
      probabilities: probabilities.slice(at * labels.length, (at + 1) * labels.length),
    })),
  );
}
