import '@tensorflow/tfjs-backend-cpu';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mixup } from '@ser/augment';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import {
  earlyStopping,
  ema,
  exportWeights,
  fit,
  type History,
  mixBatches,
  reduceLROnPlateau,
  type Samples,
  stages,
} from '../../src';
import { checkpointFolder, csvFileLogger } from '../../src/node';

/** What a training that came to its end leaves in `result.json`. */
export interface Outcome {
  /** SHA-256 of the final weights. */
  readonly weights: string;
  /** Without how long the epochs took. */
  readonly history: Omit<History, 'epochs'> & { readonly epochs: readonly Record<string, number>[] };
}

const features = 64;

function clouds(rows: number, seed: string): Samples {
  const rng = createRng(seed);
  const y = Int32Array.from({ length: rows }, (_, row) => row % 3);
  const x = Float32Array.from({ length: rows * features }, (_, i) =>
    rng.normal(i % 3 === y[Math.floor(i / features)]! ? 0.3 : 0, 1),
  );
  return { x, y, shape: [features], classes: 3 };
}

function network() {
  const model = sequential();
  model.add(layers.dense({ units: 160, activation: 'relu', inputShape: [features] }));
  model.add(layers.dropout({ rate: 0.3 }));
  model.add(layers.dense({ units: 128, activation: 'relu' }));
  model.add(layers.dropout({ rate: 0.3 }));
  model.add(layers.dense({ units: 3, activation: 'softmax' }));
  const rng = createRng('initial weights');
  tf.tidy(() => {
    model.setWeights(
      model.getWeights().map((weight) => {
        const deviation = weight.rank === 1 ? 0 : Math.sqrt(2 / weight.shape[0]!);
        return tf.tensor(
          Float32Array.from({ length: weight.size }, () => rng.normal(0, 1) * deviation),
          weight.shape,
        );
      }),
    );
  });
  return model;
}

/** Trains with checkpoints in the folder, from where an earlier run of this program was killed. */
async function run(mode: string, folder: string): Promise<void> {
  const train = clouds(96, 'train');
  const model = network();
  const store = checkpointFolder(join(folder, 'checkpoints'));
  const csv = csvFileLogger(join(folder, 'history.csv'));
  const watching = () => [
    earlyStopping({ monitor: 'valLoss', patience: 6, restoreBestWeights: true }),
    reduceLROnPlateau({ monitor: 'valLoss', patience: 1, factor: 0.5, minDelta: 0.02 }),
  ];
  const options = {
    batchSize: 32,
    seed: 'killed',
    learningRate: 4e-4,
    validation: clouds(24, 'validation'),
    augment: mixBatches(mixup()),
    checkpoints: store,
    resumeFrom: store,
  };
  process.stdout.write('training\n');
  const history =
    mode === 'stages'
      ? await stages(
          model,
          train,
          [4, 5, 4].map((epochs) => ({ epochs, callbacks: watching() })),
          { ...options, callbacks: [csv] },
        )
      : await fit(model, train, {
          ...options,
          epochs: 13,
          weightAveraging: ema({ momentum: 0.8 }),
          callbacks: [...watching(), csv],
        });
  const epochs = history.epochs.map(({ seconds, ...log }) => log);
  const outcome: Outcome = { weights: (await exportWeights(model)).sha256, history: { ...history, epochs } };
  await writeFile(join(folder, 'result.tmp'), JSON.stringify(outcome));
  await rename(join(folder, 'result.tmp'), join(folder, 'result.json'));
}

const [mode, folder] = process.argv.slice(2);
run(mode!, folder!).catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
