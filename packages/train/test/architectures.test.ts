import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import { crnn, reportModels, resnet2d } from '@ser/models';
import { createRng } from '@ser/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fit, type Samples } from '../src';

// Real features of RAVDESS go through the same networks in examples/reproduce-report/test/architectures.test.ts.

/** Rows that look like MFCC images: a large first coefficient, and one that swings faster from class to class. */
function images(rows: number, seed: number): Samples {
  const [frames, coefficients, classes] = [224, 20, 8];
  const rng = createRng(seed).fork('images');
  const y = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const x = new Float32Array(rows * frames * coefficients);
  for (let row = 0, i = 0; row < rows; row++) {
    const phase = rng.uniform(0, 2 * Math.PI);
    for (let frame = 0; frame < frames; frame++) {
      for (let coefficient = 0; coefficient < coefficients; coefficient++, i++) {
        const swing = coefficient % classes === y[row] ? 3 * Math.sin(frame / 5 + phase) + 3 : 0;
        x[i] = rng.normal(coefficient === 0 ? -8 : 0, 1) + swing;
      }
    }
  }
  return { x, shape: [frames, coefficients, 1], y, classes };
}

/** Rows that look like standardized features: a bump whose place tells the class. */
function features(rows: number, seed: number): Samples {
  const rng = createRng(seed).fork('features');
  const [size, classes] = [162, 7];
  const y = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const x = Float32Array.from({ length: rows * size }, (_, i) => {
    const label = y[Math.floor(i / size)]!;
    const bump = Math.floor((i % size) / (size / classes)) === label ? 2.5 : 0;
    return rng.normal(bump, 0.5);
  });
  return { x, shape: [size, 1], y, classes };
}

interface Case {
  readonly name: string;
  readonly build: () => LayersModel;
  readonly rows: (rows: number, seed: number) => Samples;
  readonly epochs: number;
  readonly learningRate: number;
}

const { cnn1, cnn4, lstm, cnnLstm1, cnnLstm5 } = reportModels;
const inputShape = [null, 20, 1] as const;
const cases: Case[] = [
  { name: 'cnn1', build: () => cnn1.build({ seed: 1 }), rows: images, epochs: 4, learningRate: 1e-3 },
  { name: 'cnn4', build: () => cnn4.build({ seed: 1 }), rows: images, epochs: 4, learningRate: 1e-3 },
  { name: 'lstm', build: () => lstm.build({ seed: 1 }), rows: features, epochs: 5, learningRate: 3e-3 },
  { name: 'cnnLstm1', build: () => cnnLstm1.build({ seed: 1 }), rows: features, epochs: 4, learningRate: 1e-3 },
  { name: 'cnnLstm5', build: () => cnnLstm5.build({ seed: 1 }), rows: features, epochs: 7, learningRate: 1e-3 },
  { name: 'resnet2d', build: () => resnet2d({ inputShape, seed: 1 }), rows: images, epochs: 3, learningRate: 3e-3 },
  { name: 'crnn', build: () => crnn({ inputShape, seed: 1 }), rows: images, epochs: 3, learningRate: 3e-3 },
  {
    name: 'crnn with a GRU',
    build: () => crnn({ inputShape, cell: 'gru', seed: 1 }),
    rows: images,
    epochs: 3,
    learningRate: 3e-3,
  },
];

beforeAll(() => useSimdBackend());

it.each(cases)('$name learns: its loss falls and its accuracy leaves chance', async (network) => {
  const model = network.build();
  const train = network.rows(14 * 8, 1);
  const { epochs: logs } = await fit(model, train, {
    epochs: network.epochs,
    learningRate: network.learningRate,
    batchSize: 16,
    seed: 1,
    validation: network.rows(56, 2),
  });
  model.dispose();
  const [first, last] = [logs[0]!, logs.at(-1)!];
  expect(last.loss).toBeLessThan(0.85 * first.loss);
  // On rows it never saw; chance is one class' share.
  expect(last.valAccuracy).toBeGreaterThan(2 / train.classes);
  expect(last.valUar).toBeGreaterThan(2 / train.classes);
});
