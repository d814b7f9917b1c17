import { type Dataset, gatherRows } from '@ser/dataset';
import { StandardScaler } from '@ser/features';
import { type CrossValidateCell, type NamedFold, predict } from '@ser/train';
import type { Experiment } from '../experiment';
import { workKey } from '../finishedWork';
import type { TwinNetwork } from './twinNetworks';

/** One fold with one seed: what crossValidate asks for. Its epochs are kept, so that a killed run goes on with the last. */
export async function trainCell(
  experiment: Experiment,
  work: { readonly network: TwinNetwork; readonly dataset: Dataset; readonly epochs: number; readonly title: string },
  { split, seed }: CrossValidateCell<NamedFold>,
): Promise<{ probabilities: Float32Array }> {
  const { network, dataset, epochs, title } = work;
  const { train, test } = scaledRows(network, dataset, split);
  const classes = dataset.labels.length;
  const samples = { x: train, y: labelsOf(dataset, split.train), shape: network.inputShape, classes };
  const key = workKey({
    name: `twin-${network.name}`,
    epochs,
    seed,
    data: dataset.contentKey,
    train: [...split.train],
  });
  const checkpoints = experiment.finished.checkpoints(key);
  const model = network.build(classes, Number(seed));
  await network.train(epochs)(model, samples, {
    batchSize: Math.min(64, split.train.length),
    seed,
    callbacks: [experiment.log.epochs(`${title}, ${split.name}, seed ${seed}`)],
    checkpoints,
    resumeFrom: checkpoints,
    signal: experiment.signal,
  });
  const probabilities = await predict(model, test, network.inputShape);
  model.dispose();
  await experiment.finished.forget(key);
  return { probabilities };
}

const labelsOf = ({ y }: Dataset, rows: Uint32Array) => Int32Array.from(rows, (row) => y[row]!);

/** Both sides' values; a scaler only ever sees the training rows. */
function scaledRows({ scaled }: TwinNetwork, { x, shape }: Dataset, { train, test }: NamedFold) {
  const cols = shape.reduce((product, size) => product * size, 1);
  const sides = { train: gatherRows(x, cols, train), test: gatherRows(x, cols, test) };
  if (!scaled) return sides;
  const matrix = (data: Float32Array) => ({ data, rows: data.length / cols, cols });
  const scaler = new StandardScaler().fit(matrix(sides.train));
  return { train: scaler.transform(matrix(sides.train)).data, test: scaler.transform(matrix(sides.test)).data };
}
