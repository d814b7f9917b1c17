import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Callback,
  type CheckpointStore,
  earlyStopping,
  exportWeights,
  fit,
  type History,
  memoryCheckpoints,
  reduceLROnPlateau,
  stages,
} from '../../src';
import { checkpointFolder } from '../../src/node';
import { clouds, smallModel } from '../support/clouds';

const train = clouds(40, 1);
const validation = clouds(12, 2);
const callbacks = () => [
  earlyStopping({ patience: 3, restoreBestWeights: true }),
  reduceLROnPlateau({ patience: 1, factor: 0.5, minDelta: 0.2 }),
];

type Training = (store: CheckpointStore, extra?: Callback, signal?: AbortSignal) => Promise<unknown>;

/** Everything but how long it took. */
const withoutTime = ({ epochs, ...rest }: History) => ({
  ...rest,
  epochs: epochs.map((log) => ({ ...log, seconds: 0 })),
});

const fitOnce: Training = async (store, extra, signal) => {
  const model = smallModel();
  const history = await fit(model, train, {
    epochs: 8,
    batchSize: 16,
    learningRate: 0.05,
    validation,
    callbacks: [...callbacks(), ...(extra ? [extra] : [])],
    checkpoints: store,
    resumeFrom: store,
    signal,
  });
  return { history: withoutTime(history), weights: (await exportWeights(model)).sha256 };
};

const inStages: Training = async (store, extra, signal) => {
  const model = smallModel();
  const plan = [3, 4, 3].map((epochs) => ({ epochs, callbacks: callbacks() }));
  const history = await stages(model, train, plan, {
    batchSize: 16,
    learningRate: 0.05,
    validation,
    callbacks: extra ? [extra] : [],
    checkpoints: store,
    resumeFrom: store,
    signal,
  });
  return { history: withoutTime(history), weights: (await exportWeights(model)).sha256 };
};

describe.each([
  ['fit', fitOnce],
  ['stages', inStages],
])('%s with checkpoints in a folder', (_name, training) => {
  let whole: unknown;
  let folder: string;
  let warnings: string[];
  const store = () => checkpointFolder(folder, { warn: (sentence) => warnings.push(sentence) });

  beforeAll(async () => {
    whole = await training(memoryCheckpoints());
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ser-resume-'));
    warnings = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Ends after the fifth epoch's checkpoint. */
  async function interrupted(): Promise<string> {
    const stop = new AbortController();
    const abort: Callback = { onEpochEnd: (epoch) => (epoch === 4 ? stop.abort() : undefined) };
    await expect(training(store(), abort, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const newest = readdirSync(folder).sort().at(-1)!;
    expect(newest).toBe('000005-epoch-0005.safetensors');
    return join(folder, newest);
  }
  const idle: Callback = {};

  it('goes on where it ended, and ends with the same bits', async () => {
    await interrupted();
    expect(await training(store(), idle)).toEqual(whole);
    expect(warnings).toEqual([]);
  });

  it.each<[string, (path: string) => void]>([
    ['truncated', (path) => truncateSync(path, 1000)],
    [
      'bit-flipped',
      (path) => {
        const bytes = readFileSync(path);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(path, bytes);
      },
    ],
    ['emptied', (path) => truncateSync(path, 0)],
  ])('goes on from the one before a %s newest, and ends with the same bits', async (_what, damage) => {
    damage(await interrupted());
    expect(await training(store(), idle)).toEqual(whole);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/000005-epoch-0005.*000004-epoch-0004\.safetensors is used instead/);
  });

  it('has nothing left to do when it was finished, and gives the same again', async () => {
    expect(await training(store(), idle)).toEqual(whole);
    expect(await training(store(), idle)).toEqual(whole);
  });

  it('stops when a checkpoint cannot be written, and goes on when it can be, with the same bits', async () => {
    const full: CheckpointStore = {
      load: () => store().load(),
      save: (checkpoint) =>
        // A name of 300 bytes is too long for every file system.
        (checkpoint.nextEpoch === 4 ? checkpointFolder(join(folder, 'x'.repeat(300))) : store()).save(checkpoint),
    };
    await expect(training(full, idle)).rejects.toMatchObject({ code: 'CHECKPOINT_NOT_WRITTEN' });
    expect(await training(store(), idle)).toEqual(whole);
  });
});

it('goes on as the README shows', async () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const example = /## Nothing lost\n\n```ts\n([\s\S]*?)```/.exec(readme)![1]!.replace(/^import .*\n/gm, '');
  const folder = mkdtempSync(join(tmpdir(), 'ser-resume-'));
  try {
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
    const start = async () => {
      const model = smallModel();
      const inFolder = (name: string) => checkpointFolder(join(folder, name));
      await new AsyncFunction('fit', 'checkpointFolder', 'model', 'train', example)(fit, inFolder, model, train);
      return (await exportWeights(model)).sha256;
    };
    const first = await start();
    expect(readdirSync(join(folder, 'training-7'))).toEqual([
      '000059-epoch-0059.safetensors',
      '000060-epoch-0060.safetensors',
    ]);
    rmSync(join(folder, 'training-7', '000060-epoch-0060.safetensors'));
    expect(await start()).toBe(first);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('refuses to go on from a checkpoint of another seed, batch size or number of rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ser-resume-'));
  try {
    const options = { epochs: 1, batchSize: 16, checkpoints: checkpointFolder(folder) };
    await fit(smallModel(), train, options);
    const resumeFrom = checkpointFolder(folder);
    for (const [data, other] of [
      [train, { seed: 1 }],
      [train, { batchSize: 8 }],
      [clouds(41, 1), {}],
    ] as const) {
      const resumed = fit(smallModel(), data, { ...options, epochs: 2, resumeFrom, ...other });
      await expect(resumed).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
    }
    expect(readdirSync(folder)).toEqual(['000001-epoch-0001.safetensors']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
