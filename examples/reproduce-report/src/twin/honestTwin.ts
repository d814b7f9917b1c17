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
import { augmentations, withVersions } from './augmentations';
import { protocols } from './protocols';
import { trainCell } from './trainCell';
import { type TwinNetwork, twinNetworks } from './twinNetworks';

/**
 * The honest twin: the report's networks under its own protocol and under those that let less of the training rows into
 * the test, everything else the same. What lies between is what the leak was worth.
 */
export async function trainHonestTwin(experiment: Experiment): Promise<void> {
  const { epochs } = experiment.profile.twin;
  for (const network of wantedOf(experiment)) {
    const dataset = await experiment.once(network.dataset);
    for (const { name: protocol, title, folds } of protocols) {
      // Without augmented rows, rows and clips are the same.
      if (protocol === 'utterance' && versionsOf(dataset).size === 1) continue;
      await add(experiment, { network, dataset, folds: folds(dataset.rows), epochs, protocol, title });
    }
  }
}

/** Does the augmentation help? The five-block CNN+LSTM trained on fewer versions of each clip, tested honestly. */
export async function trainAblation(experiment: Experiment): Promise<void> {
  const { epochs, folds: most } = experiment.profile.ablation;
  for (const network of wantedOf(experiment).filter(({ name }) => name === 'cnnLstm5')) {
    const dataset = await experiment.once(network.dataset);
    for (const { name: protocol, title, folds } of protocols.filter(({ name }) => /utterance|speaker/.test(name))) {
      const tested = folds(dataset.rows).slice(0, most);
      for (const { name: augmentation, versions } of augmentations) {
        const fewer = tested.map((fold) => withVersions(dataset.rows, fold, versions));
        await add(experiment, { network, dataset, folds: fewer, epochs, protocol, title, augmentation });
      }
    }
  }
}

const wantedOf = (experiment: Experiment) => {
  const wanted = experiment.wanted(twinNetworks.map(({ name }) => name));
  return twinNetworks.filter(({ name }) => wanted.includes(name));
};

const versionsOf = ({ rows }: Dataset) => new Set(rows.map(({ version }) => version));

interface Measured {
  readonly network: TwinNetwork;
  readonly dataset: Dataset;
  readonly folds: readonly NamedFold[];
  readonly epochs: number;
  readonly protocol: string;
  readonly title: string;
  readonly augmentation?: string;
}

/** Trains and tests every fold, or takes those that an earlier run finished. */
async function add(experiment: Experiment, what: Measured): Promise<void> {
  const { network, dataset, folds, epochs, protocol, title, augmentation } = what;
  const shown = [network.name, protocol, ...(augmentation === undefined ? [] : [augmentation])].join(', ');
  const result = await crossValidate({
    folds,
    seeds: experiment.profile.twin.seeds.map((seed) => experiment.seed + seed),
    rows: dataset.rows,
    y: dataset.y,
    labels: dataset.labels,
    store: experiment.finished.cells,
    key: experiment.finished.cellKey({ network: network.name, epochs, data: dataset.contentKey }),
    signal: experiment.signal,
    train: (cell) => trainCell(experiment, { network, dataset, epochs, title: shown }, cell),
    onCell: ({ fold, seed, scores, finished, cells, source, damaged }) => {
      if (damaged !== undefined) experiment.log.warn(damaged);
      const from = source === 'stored' ? ', finished earlier' : '';
      const score = `${(100 * scores.accuracy).toFixed(1)} % accuracy`;
      experiment.log.line(`${shown}, ${folds[fold]!.name}, seed ${seed}: ${score}${from} (${finished} of ${cells})`);
    },
  });
  const names = { network: network.name, protocol, title, ...(augmentation === undefined ? {} : { augmentation }) };
  experiment.addTwin(summarize(result, names, dataset), predictionsOf(result, dataset, names));
}

type Names = Pick<TwinResult, 'network' | 'protocol' | 'title' | 'augmentation'>;

function summarize(result: CrossValidation, names: Names, { rows, y, labels }: Dataset): TwinResult {
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

function predictionsOf(result: CrossValidation, { rows, y, labels }: Dataset, names: Names): Prediction[] {
  const { network, protocol, augmentation = 'all' } = names;
  return result.cells.flatMap(({ fold, seed, test, predicted, probabilities = [] }) =>
    test.map((row, at) => ({
      network,
      protocol,
      augmentation,
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
