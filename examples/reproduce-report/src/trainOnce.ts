import { type Dataset, type DatasetRow, gatherRows } from '@ser/dataset';
import { StandardScaler, type StandardScalerJson } from '@ser/features';
import {
  auditLeaks,
  type EpochLog,
  type FitOptions,
  type History,
  mostProbable,
  type NamedFold,
  predict,
  type Samples,
  type Split,
} from '@ser/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Cell, type CellName, cellFormat, shownName, type TrainedClips } from './cell';
import { commandOf, customOf, type Experiment } from './experiment';
import { workKey } from './finishedWork';

/** One training: of which network, on which rows, and how. */
export interface Work extends CellName {
  readonly dataset: Dataset;
  readonly split: NamedFold;
  /** Of the protocol. */
  readonly folds: number;
  /** Name of the feature set. */
  readonly features: string;
  readonly inputShape: readonly number[];
  /** Whether each column is scaled to mean 0 and deviation 1, as seen in the training rows. */
  readonly scaled: boolean;
  readonly build: () => LayersModel;
  /** Everything besides data, split and seed that the result depends on, as JSON. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** Trains the model on the rows; the options are those that every network shares. */
  readonly train: Train;
}

export type Train = (model: LayersModel, rows: Samples, options: SharedOptions) => Promise<History>;

/** What all networks are trained with. */
export type SharedOptions = Pick<FitOptions, 'batchSize' | 'seed' | 'validation' | 'checkpoints' | 'resumeFrom'> &
  Pick<FitOptions, 'leaks' | 'print' | 'signal'> &
  Required<Pick<FitOptions, 'callbacks'>>;

/** Trains one network and tests it, or takes what an earlier run found. Does nothing where the user asked for other work. */
export async function trainOnce(experiment: Experiment, work: Work): Promise<void> {
  if (!experiment.asksFor(work)) return;
  const { log } = experiment;
  const name = shownName(work);
  const augment = customOf(experiment, work)?.json;
  const key = keyOf(work, experiment.backend, augment);
  const found = await experiment.finished.find(key);
  if (found !== undefined) {
    log.line(`${name}: finished earlier, ${percent(accuracyOf(found.test))} test accuracy`);
    experiment.add(found, { key, work });
    return;
  }

  const { dataset, split, seed, study } = work;
  const { train, test } = samplesOf(work);
  const model = work.build();
  const parameters = model.countParams();
  log.line(`${name}: ${parameters.toLocaleString('en')} parameters, ${split.train.length} training rows`);
  const leaks = auditLeaks(dataset.rows, split);
  const checkpoints = experiment.finished.checkpoints(key);
  const history = await work.train(model, train, {
    // The report's batch; a test's corpus may have fewer rows.
    batchSize: Math.min(64, split.train.length),
    seed,
    // The report watches its test rows while it trains; the twin never looks at them.
    ...(study === 'report' ? { validation: test, leaks } : {}),
    callbacks: [log.epochs(name)],
    checkpoints,
    resumeFrom: checkpoints,
    print: (text) => log.line(`${name}: ${text}`),
    signal: experiment.signal,
  });
  const probabilities = await predict(model, test.x, test.shape);
  const cell: Cell = {
    format: cellFormat,
    ...nameOf(work),
    profile: experiment.profile.name,
    command: commandOf(experiment, work),
    foldName: split.name,
    folds: work.folds,
    recipe: work.recipe,
    features: work.features,
    data: dataset.contentKey,
    ...(augment === undefined ? {} : { augment }),
    corpus: experiment.corpus(),
    labels: dataset.labels,
    parameters,
    train: { rows: split.train.length, clips: trainedClips(dataset.rows, split.train) },
    leaks: {
      verdict: leaks.verdict,
      message: leaks.message,
      siblingTestRows: leaks.siblingTestRows,
      sharedSpeakers: leaks.speakers.length,
    },
    epochs: history.epochs.map(shortened),
    stageStarts: history.stageStarts ?? [0],
    test: testRows(work, test.y, probabilities),
    machine: experiment.machine,
  };
  // The twin's networks are measured and done with; one of the report's may be saved as a recognizer.
  await experiment.finished.store(key, cell, study === 'report' ? model : undefined);
  model.dispose();
  log.line(`${name}: ${percent(accuracyOf(cell.test))} test accuracy after ${cell.epochs.length} epochs`);
  experiment.add(cell, { key, work });
}

interface Rows extends Pick<Work, 'dataset' | 'inputShape' | 'scaled'> {
  readonly split: Split;
}

/** Both sides of the split as the network takes them; a scaler only ever sees the training rows. */
export function samplesOf({ dataset, split, inputShape, scaled }: Rows) {
  const cols = inputShape.reduce((product, size) => product * size, 1);
  const matrix = (rows: Uint32Array) => ({ data: gatherRows(dataset.x, cols, rows), rows: rows.length, cols });
  const scaler = scaled ? new StandardScaler().fit(matrix(split.train)) : undefined;
  const side = (rows: Uint32Array): Samples => ({
    x: scaler ? scaler.transform(matrix(rows)).data : matrix(rows).data,
    y: Int32Array.from(rows, (row) => dataset.y[row]!),
    shape: inputShape,
    classes: dataset.labels.length,
  });
  const scalerJson: StandardScalerJson | undefined = scaler?.toJSON();
  return { train: side(split.train), test: side(split.test), scaler: scalerJson };
}

function keyOf(work: Work, backend: string, augment: Cell['augment']): string {
  const { study, network, augmentation, recipe, seed, split, dataset } = work;
  const [train, test] = [Array.from(split.train), Array.from(split.test)];
  const data = dataset.contentKey;
  return workKey({
    name: network,
    watched: study === 'report',
    // With all versions it trains what the twin trains, but it is a result of its own.
    ...(study === 'ablation' ? { augmentation } : {}),
    recipe,
    seed,
    backend,
    data,
    ...(augment === undefined ? {} : { augment }),
    train,
    test,
  });
}

const nameOf = ({ study, network, protocol, augmentation, fold, seed }: CellName): CellName => ({
  study,
  network,
  protocol,
  ...(augmentation === undefined ? {} : { augmentation }),
  fold,
  seed,
});

/** Which clips were trained on, those of the same versions together. */
function trainedClips(rows: readonly DatasetRow[], train: Uint32Array): TrainedClips[] {
  const versionsOf = new Map<string, string[]>();
  for (const row of train) {
    const { clipId, version } = rows[row]!;
    versionsOf.set(clipId, [...(versionsOf.get(clipId) ?? []), version].sort());
  }
  const groups = new Map<string, TrainedClips & { clips: string[] }>();
  for (const [clip, versions] of [...versionsOf].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const group = groups.get(versions.join()) ?? { versions, clips: [] };
    group.clips.push(clip);
    groups.set(versions.join(), group);
  }
  return [...groups.values()];
}

function testRows({ dataset, split }: Work, y: ArrayLike<number>, probabilities: Float32Array): Cell['test'] {
  const classes = dataset.labels.length;
  const rows = Array.from(split.test, (row) => dataset.rows[row]!);
  return {
    clips: rows.map(({ clipId }) => clipId),
    versions: rows.map(({ version }) => version),
    speakers: rows.map(({ speaker = '' }) => speaker),
    actual: Array.from(y),
    predicted: Array.from(mostProbable(probabilities, classes)),
    probabilities: rows.map((_, at) =>
      Array.from(probabilities.subarray(at * classes, (at + 1) * classes), (p) => Number(p.toFixed(6))),
    ),
  };
}

/** Seven digits, a float32's: the file need not hold more. */
const shortened = (log: EpochLog): EpochLog =>
  Object.fromEntries(
    Object.entries(log).map(([name, value]) => [name, Number(value.toPrecision(7))]),
  ) as unknown as EpochLog;

const accuracyOf = ({ actual, predicted }: Cell['test']) =>
  actual.filter((label, at) => label === predicted[at]).length / actual.length;

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
