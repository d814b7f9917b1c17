import { type Dataset, select } from '@ser/dataset';
import {
  auditLeaks,
  classificationReport,
  confusionMatrix,
  type FitOptions,
  type History,
  type LeakAudit,
  mostProbable,
  predict,
  type Samples,
  type Split,
} from '@ser/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Experiment } from './experiment';
import { workKey } from './finishedWork';
import type { NetworkResult } from './results';

export interface TrainOnce {
  readonly name: string;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly inputShape: readonly number[];
  readonly build: () => LayersModel;
  /** Everything besides data, split and seed that the result depends on, as JSON. */
  readonly recipe: object;
  /** Trains the model on the rows; the options are those that every network shares. */
  readonly train: (model: LayersModel, rows: Samples, options: SharedOptions) => Promise<History>;
}

/** What all networks are trained with. */
export type SharedOptions = Pick<FitOptions, 'batchSize' | 'seed' | 'validation' | 'checkpoints' | 'resumeFrom'> &
  Pick<FitOptions, 'leaks' | 'print' | 'signal'> &
  Required<Pick<FitOptions, 'callbacks'>>;

/** Trains one network and measures it on the test rows, or takes the finished one from an earlier run. */
export async function trainOnce(experiment: Experiment, work: TrainOnce): Promise<void> {
  const { name, dataset, split } = work;
  const { seed } = experiment;
  const key = workKey({
    name,
    recipe: work.recipe,
    seed,
    data: dataset.contentKey,
    train: Array.from(split.train),
    test: Array.from(split.test),
  });
  const finished = await experiment.finished.find(key);
  if (finished !== undefined) {
    experiment.log.line(`${name}: finished earlier, ${percent(finished.accuracy)} test accuracy`);
    experiment.add(finished);
    return;
  }

  const samples = (rows: Uint32Array): Samples => {
    const { x, y } = select(dataset, rows);
    return { x, y, shape: work.inputShape, classes: dataset.labels.length };
  };
  const train = samples(split.train);
  const test = samples(split.test);
  const model = work.build();
  experiment.log.line(
    `${name}: ${model.countParams().toLocaleString('en')} parameters, ${split.train.length} training rows`,
  );
  const leaks = auditLeaks(dataset.rows, split);
  const checkpoints = experiment.finished.checkpoints(key);
  const history = await work.train(model, train, {
    // The report's batch; a test's corpus may have fewer rows.
    batchSize: Math.min(64, split.train.length),
    seed,
    validation: test,
    callbacks: [experiment.log.epochs(name)],
    checkpoints,
    resumeFrom: checkpoints,
    leaks,
    print: (text) => experiment.log.line(`${name}: ${text}`),
    signal: experiment.signal,
  });
  const result = await evaluate(model, test, history, { work, leaks, parameters: model.countParams() });
  await experiment.finished.store(key, result, model);
  model.dispose();
  experiment.log.line(
    `${name}: ${percent(result.accuracy)} test accuracy after ${result.epochs.length} epochs, ${result.seconds.toFixed(0)} s`,
  );
  experiment.add(result);
}

async function evaluate(
  model: LayersModel,
  test: Samples,
  history: History,
  { work, leaks, parameters }: { work: TrainOnce; leaks: LeakAudit; parameters: number },
): Promise<NetworkResult> {
  const { labels } = work.dataset;
  const predicted = mostProbable(await predict(model, test.x, test.shape), labels.length);
  const classification = classificationReport(test.y, predicted, labels);
  const { verdict, message, siblingTestRows, speakers } = leaks;
  const accuracies = history.epochs.map(({ valAccuracy }) => valAccuracy ?? 0);
  const bestAccuracy = Math.max(...accuracies);
  return {
    name: work.name,
    parameters,
    labels,
    trainRows: work.split.train.length,
    testRows: work.split.test.length,
    leaks: { verdict, message, siblingTestRows, sharedSpeakers: speakers.length },
    epochs: history.epochs,
    stageStarts: history.stageStarts ?? [0],
    accuracy: classification.accuracy,
    bestAccuracy,
    bestEpoch: accuracies.indexOf(bestAccuracy) + 1,
    classification,
    confusion: confusionMatrix(test.y, predicted, labels.length),
    // Of the epochs, whoever trained them: an earlier run may have been stopped.
    seconds: history.epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
