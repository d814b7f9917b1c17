import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Callback, EpochLog } from '../../src';
import { eventRecord } from '../../src/callbacks/eventRecord';
import { tensorBoard } from '../../src/node';
import { contextOf, countingModel } from '../support/callbackReplay';
import { readEvents } from '../support/readEvents';

const golden: { scalars: [number, number, string, number][]; base64: string } = JSON.parse(
  readFileSync(join(__dirname, '..', 'golden', 'tensorboard.json'), 'utf8'),
);

const context = contextOf(countingModel());
const at = (epoch: number): EpochLog => ({
  epoch,
  loss: 2 / (epoch + 1),
  accuracy: epoch / 10,
  valLoss: 3 / (epoch + 1),
  valAccuracy: epoch / 20,
  valUar: epoch / 30,
  learningRate: 1e-3 / (epoch + 1),
  seconds: 1,
});

/** A clock that is half a second later each time. */
function clock() {
  let time = 1_700_000_000_000;
  return () => {
    time += 500;
    return time;
  };
}

async function epochs(callback: Callback, from: number, to: number, batches = 0): Promise<void> {
  for (let epoch = from; epoch < to; epoch++) {
    for (let batch = 0; batch < batches; batch++) {
      await callback.onBatchEnd?.(batch, { epoch, batches, loss: epoch + batch / 10, accuracy: 0.5 }, context);
    }
    await callback.onEpochEnd?.(epoch, at(epoch), context);
  }
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ser-tensorboard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const filesOf = (part: string) => readdirSync(join(folder, part)).map((name) => join(folder, part, name));
/** [step, tag, value] of the only event file in a folder. */
function scalarsOf(part: string): [number, string, number][] {
  const files = filesOf(part);
  expect(files).toHaveLength(1);
  const [first, ...events] = readEvents(readFileSync(files[0]!));
  expect(first).toMatchObject({ fileVersion: 'brain.Event:2', step: 0 });
  return events.map(({ step, tag, value }) => [step, tag!, value!]);
}

it("gives TensorBoard's own bytes", () => {
  const records = [
    eventRecord(golden.scalars[0]![0], { fileVersion: 'brain.Event:2' }),
    ...golden.scalars.map(([wallTime, step, tag, value]) => eventRecord(wallTime, { step, tag, value })),
  ];
  expect(Buffer.concat(records).toString('base64')).toBe(golden.base64);
});

describe('readEvents, by which the tests below read', () => {
  it("reads TensorBoard's own bytes, and refuses each one when a bit of it is wrong", () => {
    const bytes = Buffer.from(golden.base64, 'base64');
    const scalars = readEvents(bytes).slice(1);
    expect(scalars.map(({ wallTime, step, tag, value }) => [wallTime, step, tag, value])).toEqual(
      golden.scalars.map(([wallTime, step, tag, value]) => [wallTime, step, tag, Math.fround(value)]),
    );
    for (let i = 0; i < bytes.length; i++) {
      const damaged = Buffer.from(bytes);
      damaged[i]! ^= 1 << (i % 8);
      expect(() => readEvents(damaged)).toThrow();
    }
  });
});

describe('tensorBoard', () => {
  const f = Math.fround;

  it("writes Keras' names in Keras' folders, by epoch", async () => {
    await epochs(tensorBoard(join(folder), { now: clock() }), 0, 2, 3);
    expect(scalarsOf('train')).toEqual([
      [0, 'epoch_loss', 2],
      [0, 'epoch_accuracy', 0],
      [0, 'epoch_learning_rate', f(1e-3)],
      [1, 'epoch_loss', 1],
      [1, 'epoch_accuracy', f(0.1)],
      [1, 'epoch_learning_rate', f(5e-4)],
    ]);
    expect(scalarsOf('validation')).toEqual([
      [0, 'epoch_loss', 3],
      [0, 'epoch_accuracy', 0],
      [0, 'epoch_uar', 0],
      [1, 'epoch_loss', 1.5],
      [1, 'epoch_accuracy', f(0.05)],
      [1, 'epoch_uar', f(1 / 30)],
    ]);
    const [file] = filesOf('train');
    expect(file).toMatch(/events\.out\.tfevents\.1700000000\.0\.v2$/);
    expect(readEvents(readFileSync(file!)).map(({ wallTime }) => wallTime)).toEqual([
      ...Array(4).fill(1_700_000_000.5),
      ...Array(3).fill(1_700_000_001.5),
    ]);
  });

  it('makes no folder for a validation that there is not', async () => {
    const callback = tensorBoard(folder, { now: clock() });
    await callback.onEpochEnd?.(0, { epoch: 0, loss: 1, accuracy: 0, learningRate: 1, seconds: 1 }, context);
    expect(readdirSync(folder)).toEqual(['train']);
  });

  it.each([
    ['batch', [1, 2, 3, 4, 5, 6]],
    [1, [1, 2, 3, 4, 5, 6]],
    [4, [4]],
  ] as const)('writes batches with updateFreq %s, counted from 1 through the epochs', async (updateFreq, steps) => {
    await epochs(tensorBoard(folder, { updateFreq, now: clock() }), 0, 2, 3);
    const batches = scalarsOf('train').filter(([, tag]) => tag.startsWith('batch'));
    expect(batches.map(([step, tag]) => [step, tag])).toEqual(
      steps.flatMap((step) => [
        [step, 'batch_loss'],
        [step, 'batch_accuracy'],
      ]),
    );
    expect(batches[0]![2]).toBe(updateFreq === 4 ? 1 : 0);
  });

  it('takes a name of its own beside the files of another run in the same second', async () => {
    await epochs(tensorBoard(folder, { now: () => 5000 }), 0, 1);
    await epochs(tensorBoard(folder, { now: () => 5000 }), 0, 1);
    expect(readdirSync(join(folder, 'train'))).toEqual([
      'events.out.tfevents.0000000005.0.v2',
      'events.out.tfevents.0000000005.1.v2',
    ]);
  });

  it('has each event once after a kill', async () => {
    await epochs(tensorBoard(join(folder, 'whole'), { updateFreq: 2, now: clock() }), 0, 4, 3);
    const steps = (run: string, part: string) => scalarsOf(join(run, part));
    for (let checkpoint = 1; checkpoint < 4; checkpoint++) {
      const run = `killed after ${checkpoint}`;
      const first = tensorBoard(join(folder, run), { updateFreq: 2, now: clock() });
      await epochs(first, 0, checkpoint, 3);
      const state = JSON.parse(JSON.stringify(await first.saveState!()));
      await epochs(first, checkpoint, 4, 3);
      const second = tensorBoard(join(folder, run), { updateFreq: 2, now: () => 0 });
      await second.onTrainBegin?.(context);
      await second.restoreState?.(state, context);
      await epochs(second, checkpoint, 4, 3);
      for (const part of ['train', 'validation']) expect(steps(run, part)).toEqual(steps('whole', part));
    }
  });

  it('refuses a state that is another or leads elsewhere', async () => {
    const callback = tensorBoard(folder);
    const file = { bytes: 3 };
    for (const json of [
      null,
      {},
      { steps: { step: 1 }, train: { name: '../train', file }, validation: { name: null, file: null } },
      { steps: { step: 1 }, train: { name: 'events', file: {} }, validation: { name: null, file: null } },
    ]) {
      await expect(async () => callback.restoreState?.({ json }, context)).rejects.toMatchObject({
        code: 'CHECKPOINT_MISMATCH',
      });
    }
  });

  it.each([0, -1, 1.5, 'epochs' as 'epoch'])('refuses updateFreq %s', (updateFreq) => {
    expect(() => tensorBoard(folder, { updateFreq })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  const python = pythonWithTensorBoard();
  if (!python) {
    console.warn('skipped: TensorBoard opens the files (no Python with tensorboard; set SER_PYTHON to one)');
  }
  (python ? it : it.skip)(
    'writes files that the real TensorBoard opens',
    async () => {
      await epochs(tensorBoard(folder, { updateFreq: 2, now: clock() }), 0, 5, 3);
      // As its server reads them, and by the older interface that scripts use.
      const script = [
        'import sys, json',
        'from tensorboard.backend.event_processing.event_accumulator import EventAccumulator',
        'from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer',
        'from tensorboard.util import tensor_util',
        'server = EventMultiplexer().AddRunsFromDirectory(sys.argv[1])',
        'server.Reload()',
        'found = {}',
        'for run in sorted(server.Runs()):',
        '    events = EventAccumulator(sys.argv[1] + "/" + run)',
        '    events.Reload()',
        '    plain = {tag: [[e.step, e.value, e.wall_time] for e in events.Scalars(tag)] for tag in events.Tags()["scalars"]}',
        '    shown = {tag: [[e.step, float(tensor_util.make_ndarray(e.tensor_proto)), e.wall_time] for e in server.Tensors(run, tag)] for tag in server.PluginRunToTagToContent("scalars")[run]}',
        '    assert shown == plain, (shown, plain)',
        '    found[run] = plain',
        'print(json.dumps(found))',
      ].join('\n');
      const found = JSON.parse(
        execFileSync(python!, ['-c', script, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      );
      const ours = (part: string) => {
        const tags: Record<string, [number, number, number][]> = {};
        for (const { tag, step, value, wallTime } of readEvents(readFileSync(filesOf(part)[0]!)).slice(1)) {
          tags[tag!] ??= [];
          tags[tag!]!.push([step, value!, wallTime]);
        }
        return tags;
      };
      expect(found).toEqual({ train: ours('train'), validation: ours('validation') });
      expect(Object.keys(found.train)).toHaveLength(5);
      expect(found.train.epoch_loss[4][1]).toBeCloseTo(0.4, 6);
    },
    60_000,
  );
});

function pythonWithTensorBoard(): string | undefined {
  return [process.env.SER_PYTHON, 'python3'].find((candidate) => {
    if (!candidate) return false;
    try {
      execFileSync(candidate, ['-c', 'import tensorboard'], { stdio: 'ignore' });
      return true;
    } catch {
      return false; // this one lacks it: try the next
    }
  });
}
