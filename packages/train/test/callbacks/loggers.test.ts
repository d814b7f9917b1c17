import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Callback, csvLogger, type EpochLog, jsonlLogger, progress } from '../../src';
import { csvFileLogger, jsonlFileLogger } from '../../src/node';
import { contextOf, countingModel } from '../support/callbackReplay';

const context = contextOf(countingModel());
const plain: EpochLog = { epoch: 0, loss: 1.5, accuracy: 0.25, learningRate: 0.001, seconds: 2 };
const full: EpochLog = { ...plain, epoch: 1, valLoss: Number.NaN, valAccuracy: 0.5, valUar: 0.375 };

async function epochs(callback: Callback, ...logs: EpochLog[]): Promise<void> {
  await callback.onTrainBegin?.(context);
  for (const log of logs) await callback.onEpochEnd?.(log.epoch, log, context);
  await callback.onTrainEnd?.(context);
}

function collect() {
  const lines: string[] = [];
  return { lines, write: (line: string) => void lines.push(line) };
}

describe('csvLogger', () => {
  it('writes a header and a line an epoch, NA for what there is not', async () => {
    const { lines, write } = collect();
    await epochs(csvLogger({ write }), plain, full);
    expect(lines).toEqual([
      'epoch,accuracy,learningRate,loss,seconds,valAccuracy,valLoss,valUar\n',
      '0,0.25,0.001,1.5,2,NA,NA,NA\n',
      '1,0.25,0.001,1.5,2,0.5,NaN,0.375\n',
    ]);
  });

  it('leaves out the header on request, and takes another separator', async () => {
    const { lines, write } = collect();
    await epochs(csvLogger({ write, append: true, separator: ';' }), plain);
    expect(lines).toEqual(['0;0.25;0.001;1.5;2;NA;NA;NA\n']);
  });
});

describe('jsonlLogger', () => {
  it('writes an object an epoch, null for what JSON lacks', async () => {
    const { lines, write } = collect();
    const callback = jsonlLogger({ write });
    await epochs(callback, plain, full);
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([plain, { ...full, valLoss: null }]);
    expect(callback.onBatchEnd).toBeUndefined();
  });

  it('writes an object a batch on request', async () => {
    const { lines, write } = collect();
    const callback = jsonlLogger({ write, batches: true });
    await callback.onBatchEnd?.(3, { epoch: 2, batches: 5, loss: 0.5, accuracy: 1 }, context);
    expect(lines).toEqual(['{"epoch":2,"batch":3,"batches":5,"loss":0.5,"accuracy":1}\n']);
  });
});

describe('progress', () => {
  it('prints the figures there are, and the time left at the mean pace of this run', async () => {
    const { lines, write } = collect();
    await epochs(progress({ write }), plain, { ...full, valLoss: 1.25, seconds: 4 });
    expect(lines).toEqual([
      'epoch 1/40: loss 1.5000, accuracy 0.2500, 2.0 s, 78 s left',
      'epoch 2/40: loss 1.5000, accuracy 0.2500, val loss 1.2500, val accuracy 0.5000, val UAR 0.3750, 4.0 s, 2 min left',
    ]);
  });

  it('says long times in minutes and hours, and starts its mean anew with each training', async () => {
    const { lines, write } = collect();
    const callback = progress({ write });
    await epochs(callback, { ...plain, seconds: 1000 });
    await epochs(callback, { ...plain, epoch: 38, seconds: 120 }, { ...plain, epoch: 39, seconds: 120 });
    expect(lines.map((line) => line.split(', ').at(-1))).toEqual(['10 h 50 min left', '2 min left', '0 s left']);
  });
});

describe('loggers to files', () => {
  const makers = { csvFileLogger, jsonlFileLogger };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ser-loggers-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const at = (epoch: number): EpochLog => ({ ...plain, epoch });
  const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

  it('make their folder, empty a file of an earlier run, and go on through a second training', async () => {
    const path = join(folder, 'new', 'log.csv');
    await epochs(csvFileLogger(path), at(0), at(1));
    const callback = csvFileLogger(path, { separator: ';' });
    await epochs(callback, at(0));
    await epochs(callback, at(1));
    expect(linesOf(path).map((line) => line.split(';')[0])).toEqual(['epoch', '0', '1']);
  });

  it('leave a file as it is when a training writes nothing', async () => {
    const path = join(folder, 'log.jsonl');
    writeFileSync(path, 'old\n');
    await epochs(jsonlFileLogger(path));
    expect(linesOf(path)).toEqual(['old']);
  });

  it('append on request, with a header only in an empty file', async () => {
    const path = join(folder, 'log.csv');
    await epochs(csvFileLogger(path, { append: true }), at(0));
    await epochs(csvFileLogger(path, { append: true }), at(1));
    expect(linesOf(path).map((line) => line.split(',')[0])).toEqual(['epoch', '0', '1']);
    const json = join(folder, 'log.jsonl');
    await epochs(jsonlFileLogger(json, { append: true }), at(0));
    await epochs(jsonlFileLogger(json, { append: true }), at(1));
    expect(linesOf(json).map((line) => JSON.parse(line).epoch)).toEqual([0, 1]);
  });

  it.each(Object.entries(makers))('%s has each epoch once after a kill at any moment', async (name, make) => {
    const path = join(folder, 'log');
    await epochs(make(path), at(0), at(1), at(2), at(3));
    const whole = readFileSync(path, 'utf8');
    for (let checkpoint = 0; checkpoint < 3; checkpoint++) {
      for (const torn of ['', 'half a li']) {
        const first = make(path);
        await epochs(first, ...[0, 1, 2].slice(0, checkpoint + 1).map(at));
        const state = JSON.parse(JSON.stringify(await first.saveState!()));
        // Runs on, and is killed while it writes.
        await epochs(first, ...[1, 2, 3].slice(checkpoint).map(at));
        writeFileSync(path, torn, { flag: 'a' });
        const second = make(path);
        await second.onTrainBegin?.(context);
        await second.restoreState?.(state, context);
        for (const epoch of [1, 2, 3].slice(checkpoint)) await second.onEpochEnd?.(epoch, at(epoch), context);
        expect([name, readFileSync(path, 'utf8')]).toEqual([name, whole]);
      }
    }
  });

  it('go on without what is gone when the file was deleted', async () => {
    const path = join(folder, 'log.csv');
    const first = csvFileLogger(path);
    await epochs(first, at(0));
    const state = await first.saveState!();
    rmSync(path);
    const second = csvFileLogger(path);
    await second.restoreState?.(state, context);
    await epochs(second, at(1));
    expect(linesOf(path).map((line) => line.split(',')[0])).toEqual(['epoch', '1']);
  });

  it('jsonlFileLogger cuts back lines of batches too', async () => {
    const path = join(folder, 'log.jsonl');
    const batch = (callback: Callback, index: number) =>
      callback.onBatchEnd?.(index, { epoch: 1, batches: 2, loss: 1, accuracy: 1 }, context);
    const first = jsonlFileLogger(path, { batches: true });
    await epochs(first, at(0));
    const state = await first.saveState!();
    await batch(first, 0);
    const second = jsonlFileLogger(path, { batches: true });
    await second.restoreState?.(state, context);
    await batch(second, 0);
    await batch(second, 1);
    expect(linesOf(path).map((line) => JSON.parse(line).batch ?? 'epoch')).toEqual(['epoch', 0, 1]);
  });

  it('say what the system says when the file cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(epochs(csvFileLogger(join(folder, 'file', 'log.csv')), at(0))).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTDIR|EEXIST/),
    });
  });
});
