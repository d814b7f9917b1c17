import { type Cell, cellFormat } from '../../src/cell';

/** A finished training of four clips of two speakers, with what a test wants otherwise. */
export function someCell(parts: Partial<Cell> = {}): Cell {
  const epoch = { epoch: 0, loss: 1, accuracy: 0.5, valLoss: 1, valAccuracy: 0.75, learningRate: 1e-3, seconds: 2 };
  return {
    format: cellFormat,
    study: 'report',
    network: 'cnn4',
    protocol: 'report',
    fold: 1,
    seed: 0,
    profile: 'full',
    command: 'npm start -- --data DIR --profile full --only cnn4 --seed 0 --seeds 1',
    foldName: 'random rows',
    folds: 1,
    recipe: { epochs: 1 },
    features: 'reportMfcc',
    data: 'abc',
    corpus: {
      name: 'RAVDESS',
      synthetic: false,
      clips: 8,
      speakers: 2,
      counts: [
        { label: 'angry', count: 4 },
        { label: 'sad', count: 4 },
      ],
      warnings: [],
      licence: 'CC BY-NC-SA 4.0',
      citation: 'Livingstone and Russo 2018.',
      failed: [],
    },
    labels: ['angry', 'sad'],
    parameters: 150_600,
    train: { rows: 4, clips: [{ versions: ['original'], clips: ['e', 'f', 'g', 'h'] }] },
    leaks: { verdict: 'speakers shared', message: 'speakers on both sides', siblingTestRows: 0, sharedSpeakers: 2 },
    epochs: [epoch],
    stageStarts: [0],
    test: {
      clips: ['a', 'b', 'c', 'd'],
      versions: ['original', 'original', 'original', 'original'],
      speakers: ['01', '01', '02', '02'],
      actual: [0, 1, 0, 1],
      predicted: [0, 1, 0, 0],
      probabilities: [
        [0.9, 0.1],
        [0.2, 0.8],
        [0.6, 0.4],
        [0.7, 0.3],
      ],
    },
    machine: { node: 'v20', tensorflow: '4.22.0', platform: 'linux x64', cpu: 'cpu', cores: 2, backend: 'simd' },
    ...parts,
  };
}
