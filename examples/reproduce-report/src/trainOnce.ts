import { type Dataset, select } from '@ser/dataset';
import {
  auditLeaks,
  type Callback,
  classificationReport,
  confusionMatrix,
  type History,
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
  readonly train: (
    model: LayersModel,
    data: { train: Samples; test: Samples; callbacks: Callback[]; signal: AbortSignal },
  ) => Promise<History>;
}

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
  const started = performance.now();
  const history = await work.train(model, {
    train,
    test,
    callbacks: [experiment.log.epochs(name)],
    signal: experiment.signal,
  });
  const seconds = (performance.now() - started) / 1000;
  const result = await evaluate(model, test, history, { work, parameters: model.countParams(), seconds });
  await experiment.finished.store(key, result, model);
  model.dispose();
  experiment.log.line(
    `${name}: ${percent(result.accuracy)} test accuracy after ${result.epochs.length} epochs, ${seconds.toFixed(0)} s`,
  );
  experiment.add(result);
}

async function evaluate(
  model: LayersModel,
  test: Samples,
  history: History,
  { work, parameters, seconds }: { work: TrainOnce; parameters: number; seconds: number },
): Promise<NetworkResult> {
  const { labels, rows } = work.dataset;
  const predicted = mostProbable(await predict(model, test.x, test.shape), labels.length);
  const classification = classificationReport(test.y, predicted, labels);
  const { verdict, message, siblingTestRows, speakers } = auditLeaks(rows, work.split);
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
    seconds,
  };
}

function mostProbable(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    const ofRow = probabilities.subarray(row * classes, (row + 1) * classes);
    return ofRow.indexOf(Math.max(...ofRow));
  });
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
