import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asTfjsCallback,
  type Callback,
  type CallbackState,
  type CheckpointStore,
  csvLogger,
  earlyStopping,
  fit,
  type ModelWeights,
  modelCheckpoint,
  reduceLROnPlateau,
  type TrainCheckpoint,
} from '../../src';
import { csvFileLogger, jsonlFileLogger } from '../../src/node';
import {
  contextOf,
  countingModel,
  type Decision,
  epochOfWeights,
  type Replay,
  type ReplayCase,
  replayBare,
  replayCases,
  setWeightsTo,
} from '../support/callbackReplay';
import { clouds, smallModel, weightsOf } from '../support/clouds';

/** A replay that is killed after an epoch and goes on in a fresh callback, with its state as a checkpoint keeps it. */
async function replayWithKill(model: ReturnType<typeof countingModel>, given: ReplayCase, killAfter: number) {
  let saved = false;
  const onSave = () => {
    saved = true;
  };
  let callback = given.make(onSave);
  let context = contextOf(model);
  const decisions: Decision[] = [];
  await callback.onTrainBegin?.(context);
  for (let epoch = 0; epoch < given.epochs && !context.stopTraining; epoch++) {
    saved = false;
    await callback.onEpochBegin?.(epoch, context);
    // Only then do they matter here; the whole run left those of its last epoch.
    if (given.restores) setWeightsTo(model, epoch);
    await callback.onEpochEnd?.(epoch, given.logOf(epoch), context);
    decisions.push([context.stopTraining, context.learningRate, saved]);
    if (epoch !== killAfter) continue;
    const state = await callback.saveState?.();
    // The killed one goes on a little, then is gone.
    await callback.onEpochEnd?.(epoch, given.logOf(given.epochs - 1), { ...context });
    callback = given.make(onSave);
    context = { ...context };
    await callback.onTrainBegin?.(context);
    if (state) await callback.restoreState?.(throughJson(state), context);
  }
  await callback.onTrainEnd?.(context);
  return { decisions, restored: epochOfWeights(model) } satisfies Replay;
}

const throughJson = ({ json, weights }: CallbackState): CallbackState => ({
  json: JSON.parse(JSON.stringify(json)),
  weights,
});

describe('a callback that goes on from its saved state', () => {
  // Those that keep weights on one history each: they export them in every epoch.
  const cases = replayCases.filter(
    ({ kind, restores, history }, index) =>
      (kind !== 'ModelCheckpoint' && !restores) || history === Math.floor(index / 7) % 7,
  );

  it.each(cases.map((given) => [given.name, given] as const))(
    'does what it would have done, killed after any epoch: %s',
    async (_name, given) => {
      const model = countingModel();
      const whole = await replayBare(model, given);
      for (let killAfter = 0; killAfter < whole.decisions.length; killAfter++) {
        expect(await replayWithKill(model, given, killAfter)).toEqual(whole);
      }
    },
  );

  it('knows the best weights, as plain data', async () => {
    const model = countingModel();
    const make = () => earlyStopping({ monitor: 'loss', restoreBestWeights: true, patience: 3 });
    const context = contextOf(model);
    const first = make();
    first.onTrainBegin?.(context);
    for (const [epoch, loss] of [2, 1, 3].entries()) {
      setWeightsTo(model, epoch);
      await first.onEpochEnd?.(epoch, logOf(epoch, loss), context);
    }
    const { weights } = await first.saveState!();
    expect(new Float32Array(weights!.data.buffer)).toEqual(Float32Array.of(1, 1));
    const second = make();
    second.onTrainBegin?.(context);
    await second.restoreState?.({ ...(await first.saveState!()) }, context);
    await second.onTrainEnd?.(context);
    expect(epochOfWeights(model)).toBe(1);
  });

  it('counts batches on: one checkpoint every three, through epochs and a kill', async () => {
    const model = countingModel();
    const context = contextOf(model);
    const saved: string[] = [];
    const make = () =>
      modelCheckpoint({ saveFreq: 3, save: (_weights, { epoch, batch }) => void saved.push(`${epoch}.${batch}`) });
    let callback = make();
    for (let epoch = 0; epoch < 4; epoch++) {
      for (let batch = 0; batch < 4; batch++) {
        await callback.onBatchEnd?.(batch, { epoch, batches: 4, loss: 1, accuracy: 0 }, context);
      }
      const state = throughJson(await callback.saveState!());
      callback = make();
      callback.restoreState?.(state, context);
    }
    expect(saved).toEqual(['0.2', '1.1', '2.0', '2.3', '3.2']);
  });

  it.each([[earlyStopping()], [reduceLROnPlateau()], [modelCheckpoint({ save: () => {} })]])(
    'refuses the state of another callback',
    async (callback: Callback) => {
      const context = contextOf(countingModel());
      for (const json of [null, {}, { wait: '3', best: true }, 7]) {
        await expect(async () => callback.restoreState?.({ json }, context)).rejects.toMatchObject({
          code: 'CHECKPOINT_MISMATCH',
          message: expect.stringContaining(callback.name!),
        });
      }
    },
  );

  it('writes no second header of a CSV file', async () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const context = contextOf(countingModel());
    const first = csvLogger({ write });
    await first.onEpochEnd?.(0, logOf(0, 1), context);
    const second = csvLogger({ write });
    second.restoreState?.(throughJson(await first.saveState!()), context);
    await second.onEpochEnd?.(1, logOf(1, 1), context);
    expect(lines.map((line) => line.split(',')[0])).toEqual(['epoch', '0', '1']);
  });

  it("goes on in TensorFlow.js' fit too, once", async () => {
    const model = countingModel();
    const given: ModelWeights[] = [];
    const inner: Callback = { restoreState: ({ weights }) => void given.push(weights!) };
    const weights = { specs: [], data: new Uint8Array(), sha256: '' };
    const callback = asTfjsCallback(inner, { state: { json: null, weights } });
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    callback.setParams({ epochs: 1, metrics: ['loss', 'acc'] });
    callback.setModel(model);
    await callback.onTrainBegin();
    await callback.onTrainBegin();
    expect(given).toEqual([weights]);
  });
});

const logOf = (epoch: number, loss: number) => ({ epoch, loss, accuracy: 0, learningRate: 1, seconds: 0 });

describe('a fit that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ser-killed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const train = clouds(30, 1);
  const validation = clouds(15, 2);

  /** Everything a run decides: lines without their times, weights, and what was saved. */
  async function run(name: string, killIn: readonly number[]) {
    let newest: TrainCheckpoint | undefined;
    const store: CheckpointStore = {
      save: async (checkpoint) => {
        newest = structuredClone(checkpoint);
      },
      load: async () => newest,
    };
    const saved = new Set<number>();
    const path = (kind: string) => join(folder, `${name}.${kind}`);
    for (const kill of [...killIn, -1]) {
      const model = smallModel();
      const callbacks: Callback[] = [
        reduceLROnPlateau({ patience: 1, factor: 0.5, minDelta: 0.02 }),
        modelCheckpoint({
          saveBestOnly: true,
          monitor: 'valUar',
          save: (_weights, { epoch }) => void saved.add(epoch),
        }),
        earlyStopping({ patience: 2, minDelta: 0.05, restoreBestWeights: true }),
        csvFileLogger(path('csv')),
        jsonlFileLogger(path('jsonl'), { batches: true }),
        {
          onEpochEnd(epoch) {
            if (epoch === kill) throw new Error('killed');
          },
        },
      ];
      const options = { epochs: 12, batchSize: 8, learningRate: 0.02, validation, callbacks };
      const training = fit(model, train, { ...options, checkpoints: store, resumeFrom: store });
      if (kill >= 0) {
        await expect(training).rejects.toThrow('killed');
        continue;
      }
      await training;
      const linesOf = (kind: string) => readFileSync(path(kind), 'utf8').trim().split('\n');
      return {
        csv: linesOf('csv').map((line) => line.split(',').toSpliced(4, 1)),
        jsonl: linesOf('jsonl').map((line) => ({ ...JSON.parse(line), seconds: 0 })),
        weights: weightsOf(model),
        saved: [...saved],
        epochs: newest!.epochs.length,
      };
    }
    throw new Error('unreachable');
  }

  it('ends as if it had not been: the same best weights, each line once', async () => {
    const whole = await run('whole', []);
    expect(whole.epochs).toBeGreaterThan(4);
    expect(whole.epochs).toBeLessThan(12);
    for (const kills of [[1], [3], [1, 2, 3], [whole.epochs - 1]]) {
      expect(await run(`killed in ${kills}`, kills)).toEqual(whole);
    }
  });
});
