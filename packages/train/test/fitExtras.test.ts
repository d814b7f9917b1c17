import '@tensorflow/tfjs-backend-cpu';
import { cutmix, mixup } from '@ser/augment';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import {
  auditLeaks,
  type BatchAugmentation,
  type Callback,
  type CheckpointStore,
  cosineDecay,
  ema,
  evaluate,
  exportWeights,
  fit,
  mixBatches,
  stages,
  swa,
  type TrainCheckpoint,
} from '../src';
import { clouds, smallModel, sourceOf, weightsOf } from './support/clouds';

const train = clouds(40, 1);

/** Keeps every checkpoint in memory, by way of its JSON where it has one. */
function keepAll(): CheckpointStore & { readonly all: TrainCheckpoint[] } {
  const all: TrainCheckpoint[] = [];
  return { all, save: async (checkpoint) => void all.push(structuredClone(checkpoint)), load: async () => all.at(-1) };
}

describe('class weights', () => {
  it('weigh the loss that is reported and the gradient', async () => {
    const [plain, weighted] = [smallModel('linear', 0), smallModel('linear', 0)];
    const options = { epochs: 1, batchSize: 40, learningRate: 1e-12 };
    const even = (await fit(plain, train, options)).epochs[0]!.loss;
    const doubled = (await fit(weighted, train, { ...options, classWeights: [2, 2, 2] })).epochs[0]!.loss;
    expect(doubled).toBeCloseTo(2 * even, 6);
  });

  it('make a class that counts for nothing unlearned', async () => {
    const model = smallModel('linear', 0);
    await fit(model, train, { epochs: 30, batchSize: 8, learningRate: 0.02, classWeights: [1, 1, 0] });
    const only = (label: number) => {
      const rows = [...train.y.keys()].filter((row) => train.y[row] === label);
      return {
        ...train,
        x: Float32Array.from(rows.flatMap((row) => Array.from(train.x.subarray(4 * row, 4 * row + 4)))),
        y: Int32Array.from(rows, () => label),
      };
    };
    expect((await evaluate(model, only(0))).accuracy).toBeGreaterThan(0.9);
    expect((await evaluate(model, only(2))).accuracy).toBe(0);
  });
});

describe('batch augmentation', () => {
  it('gets each batch with its rows and a stream of its own, and its rows are trained', async () => {
    const seen: { rows: number[]; draw: number }[] = [];
    const augment: BatchAugmentation = (batch, rng) => {
      seen.push({ rows: [...batch.rows], draw: rng.uniform() });
      return { ...batch, x: batch.x.map(() => 0) };
    };
    const model = smallModel('linear', 0);
    await fit(model, train, { epochs: 2, batchSize: 16, augment });
    expect(
      seen
        .slice(0, 3)
        .flatMap(({ rows }) => rows)
        .sort((a, b) => a - b),
    ).toEqual([...train.y.keys()]);
    expect(new Set(seen.map(({ draw }) => draw)).size).toBe(6);
    // Zeros in, so the first kernel has no gradient.
    expect(weightsOf(model).slice(0, 32)).toEqual(weightsOf(smallModel('linear', 0)).slice(0, 32));
  });

  it('is refused when it changes the number of values', async () => {
    const augment: BatchAugmentation = (batch) => ({ ...batch, x: batch.x.subarray(4) });
    await expect(fit(smallModel(), train, { epochs: 1, augment })).rejects.toMatchObject({ code: 'INVALID_SAMPLES' });
  });

  it.each([mixup({ alpha: 1 }), cutmix()])(
    '$name mixes labels as it mixes rows, the same for the same stream',
    async (mixing) => {
      const each = Uint32Array.of(0, 1, 2, 3, 4, 5);
      // A row holds its own number throughout, and labels are all different: both tell what came from where.
      const x = Float32Array.from({ length: 6 * 20 }, (_, i) => Math.floor(i / 20));
      const batch = { x, shape: [5, 4], labels: Int32Array.from(each), classes: 6, rows: each };
      const [first, second] = await Promise.all([1, 1].map((seed) => mixBatches(mixing)(batch, createRng(seed))));
      expect(first).toEqual(second);
      for (const row of each) {
        const shares = [...first!.labels.subarray(6 * row, 6 * row + 6)];
        const mean = first!.x.subarray(20 * row, 20 * row + 20).reduce((sum, value) => sum + value / 20, 0);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        expect(mean).toBeCloseTo(
          shares.reduce((sum, share, label) => sum + share * label, 0),
          5,
        );
      }
      expect([...first!.x]).not.toEqual([...x]);
    },
  );

  it.each([mixup(), cutmix()])('trains on the soft labels of $name', async (mixing) => {
    const model = smallModel('linear', 0);
    const options = { epochs: 25, batchSize: 8, learningRate: 0.02, augment: mixBatches(mixing) };
    const { epochs } = await fit(model, train, options);
    expect(epochs.at(-1)!.loss).toBeLessThan(0.8 * epochs[0]!.loss);
    expect((await evaluate(model, clouds(30, 2))).accuracy).toBeGreaterThan(0.9);
  });

  it('refuses a mixing that says not how labels are mixed', async () => {
    const silent = { ...mixup(), draw: () => ({ weight: 0.5 }) };
    await expect(fit(smallModel(), train, { epochs: 1, augment: mixBatches(silent) })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});

describe('clipping and schedules', () => {
  it('gives each step the rate of the schedule, and refuses a callback that sets another', async () => {
    const rates: number[] = [];
    const watch: Callback = { onBatchEnd: (_batch, _log, context) => void rates.push(context.learningRate) };
    const schedule = cosineDecay({ initialLearningRate: 1e-3 });
    await fit(smallModel(), train, { epochs: 2, batchSize: 20, learningRate: schedule, callbacks: [watch] });
    expect(rates).toEqual([0, 1, 2, 3].map((step) => schedule(step, 4)));
    const set: Callback = {
      onEpochEnd: (_epoch, _log, context) => {
        context.learningRate = 1;
      },
    };
    await expect(
      fit(smallModel(), train, { epochs: 1, learningRate: schedule, callbacks: [set] }),
    ).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it('takes options of Adam, and refuses two ways of clipping', async () => {
    const model = smallModel();
    await fit(model, train, { epochs: 1, optimizer: { weightDecay: 0.1, globalClipNorm: 1e-3 }, learningRate: 0.1 });
    expect(weightsOf(model).every(Number.isFinite)).toBe(true);
    await expect(fit(model, train, { epochs: 1, optimizer: { clipNorm: 1, clipValue: 1 } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
});

describe('weight averaging', () => {
  it('swa leaves the mean of the weights at the ends of epochs, and validates with it', async () => {
    const ends: number[][] = [];
    const raw = smallModel();
    await fit(raw, train, {
      epochs: 4,
      batchSize: 16,
      callbacks: [{ onEpochEnd: () => void ends.push(weightsOf(raw)) }],
    });
    const model = smallModel();
    const { epochs } = await fit(model, train, {
      epochs: 4,
      batchSize: 16,
      weightAveraging: swa({ startEpoch: 1 }),
      validation: clouds(30, 2),
    });
    const mean = ends[0]!.map((_, i) => (ends[1]![i]! + ends[2]![i]! + ends[3]![i]!) / 3);
    expectAllClose(weightsOf(model), mean, { atol: 1e-6, why: 'float32 mean of three' });
    expect((await evaluate(model, clouds(30, 2))).loss).toBeCloseTo(epochs.at(-1)!.valLoss!, 6);
  });

  it("ema follows Keras' recurrence", async () => {
    const steps: number[][] = [];
    const raw = smallModel();
    await fit(raw, train, {
      epochs: 2,
      batchSize: 16,
      callbacks: [{ onBatchEnd: () => void steps.push(weightsOf(raw)) }],
    });
    const model = smallModel();
    await fit(model, train, { epochs: 2, batchSize: 16, weightAveraging: ema({ momentum: 0.9 }) });
    const average = steps.reduce((sum, weights) => sum.map((value, i) => 0.9 * value + 0.1 * weights[i]!), steps[0]!);
    expectAllClose(weightsOf(model), average, { atol: 1e-6, why: 'float32 recurrence' });
  });

  it('gives the weights back, and every tensor, when training is aborted', async () => {
    const [raw, averaged] = [smallModel(), smallModel()];
    const before = tf.memory().numTensors;
    for (const [model, weightAveraging] of [
      [raw, undefined],
      [averaged, ema()],
    ] as const) {
      const stop = new AbortController();
      const callbacks: Callback[] = [{ onEpochEnd: (epoch) => epoch === 1 && stop.abort() }] as Callback[];
      const options = { epochs: 5, batchSize: 16, callbacks, signal: stop.signal };
      await expect(
        fit(model, train, { ...options, ...(weightAveraging ? { weightAveraging } : {}) }),
      ).rejects.toMatchObject({ name: 'AbortError' });
    }
    expect(weightsOf(averaged)).toEqual(weightsOf(raw));
    expect(tf.memory().numTensors).toBe(before);
    expect(() => ema({ momentum: 1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => swa({ startEpoch: -1 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('sources of rows', () => {
  it('give the same bits as arrays', async () => {
    const [fromArrays, fromSource] = [smallModel(), smallModel()];
    const options = { epochs: 3, batchSize: 16 };
    const one = await fit(fromArrays, train, { ...options, validation: clouds(12, 2) });
    const two = await fit(fromSource, sourceOf(train), { ...options, validation: sourceOf(clouds(12, 2)) });
    const figures = ({ epochs }: typeof one) => epochs.map(({ seconds: _, ...log }) => log);
    expect(figures(two)).toEqual(figures(one));
    expect(weightsOf(fromSource)).toEqual(weightsOf(fromArrays));
  });

  it.each([
    ['INVALID_SAMPLES', async () => new Float32Array(3)],
    ['NON_FINITE_INPUT', async (rows: Uint32Array) => new Float32Array(rows.length * 4).fill(Number.NaN)],
    ['EIO', async () => Promise.reject(Object.assign(new Error('the disk is gone'), { code: 'EIO' }))],
  ])('that give something else end the training with %s', async (code, readRows) => {
    const before = tf.memory().numTensors;
    const model = smallModel();
    const held = tf.memory().numTensors;
    await expect(fit(model, { ...sourceOf(train), readRows }, { epochs: 1 })).rejects.toMatchObject({ code });
    expect(tf.memory().numTensors).toBe(held);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('checkpoints', () => {
  const options = { epochs: 5, batchSize: 16, weightAveraging: ema({ momentum: 0.5 }), augment: mixBatches(mixup()) };

  it('let a training go on from any epoch with the same bits', async () => {
    const whole = smallModel();
    const store = keepAll();
    const history = await fit(whole, train, { ...options, checkpoints: store });
    expect(store.all.map(({ nextEpoch }) => nextEpoch)).toEqual([1, 2, 3, 4, 5]);
    for (const checkpoint of store.all) {
      const resumed = smallModel();
      const { epochs } = await fit(resumed, train, { ...options, resumeFrom: checkpoint });
      expect((await exportWeights(resumed)).sha256).toBe((await exportWeights(whole)).sha256);
      expect(epochs.map(({ loss }) => loss)).toEqual(history.epochs.map(({ loss }) => loss));
    }
  });

  it('let stages go on in the stage they stopped in', async () => {
    const plan = [{ epochs: 2 }, { epochs: 3 }, { epochs: 1 }];
    const whole = smallModel();
    const store = keepAll();
    const history = await stages(whole, train, plan, { batchSize: 16, checkpoints: store });
    expect(history.stageStarts).toEqual([0, 2, 5]);
    for (const checkpoint of store.all) {
      const resumed = smallModel();
      const again = await stages(resumed, train, plan, { batchSize: 16, resumeFrom: checkpoint });
      expect(weightsOf(resumed)).toEqual(weightsOf(whole));
      expect(again.stageStarts).toEqual(history.stageStarts);
      expect(again.epochs.map(({ loss }) => loss)).toEqual(history.epochs.map(({ loss }) => loss));
    }
  });

  it('start from the beginning where the store is empty', async () => {
    const [plain, resumed] = [smallModel(), smallModel()];
    await fit(plain, train, { epochs: 1, batchSize: 16 });
    await fit(resumed, train, { epochs: 1, batchSize: 16, resumeFrom: keepAll() });
    expect(weightsOf(resumed)).toEqual(weightsOf(plain));
  });

  it('of another training are refused by name', async () => {
    const store = keepAll();
    await fit(smallModel(), train, { epochs: 1, batchSize: 16, checkpoints: store });
    const resumeFrom = store.all[0]!;
    for (const [other, names] of [
      [{ seed: 1 }, /seed=0/],
      [{ batchSize: 8 }, /batchSize=16/],
      [{ callbacks: [{ name: 'mine', saveState: () => ({ json: 1 }) }] }, /\[mine\]/],
    ] as const) {
      const training = fit(smallModel(), train, { epochs: 2, batchSize: 16, resumeFrom, ...other });
      await expect(training).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
      await expect(training).rejects.toThrow(names);
    }
    await expect(fit(smallModel(), clouds(41, 1), { epochs: 2, batchSize: 16, resumeFrom })).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
    });
    await expect(stages(smallModel(), train, [{ epochs: 2 }], { batchSize: 16, resumeFrom })).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
    });
  });

  it('are never written of weights that are not finite', async () => {
    const store = keepAll();
    const wreck: Callback = {
      onEpochEnd: (epoch, _log, { model }) => {
        if (epoch < 1) return;
        tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.fill(weight.shape, Number.NaN))));
      },
    };
    await expect(
      fit(smallModel(), train, { epochs: 3, batchSize: 16, callbacks: [wreck], checkpoints: store }),
    ).rejects.toMatchObject({ code: 'NAN_LOSS', position: { epoch: 1, batch: 2 } });
    expect(store.all.map(({ nextEpoch }) => nextEpoch)).toEqual([1]);
  });
});

describe('the leak audit', () => {
  it('is printed and stays in the history', async () => {
    const rows = Array.from(train.y, (_, row) => ({ clipId: `clip ${row}`, speaker: `${row % 4}` }));
    const leaks = auditLeaks(rows, { train: Uint32Array.of(0, 1, 2), test: Uint32Array.of(4, 5) });
    const lines: string[] = [];
    const history = await fit(smallModel(), train, { epochs: 1, leaks, print: (line) => void lines.push(line) });
    expect(lines).toEqual([`fit: ${leaks.message}`]);
    expect(history.leaks).toBe(leaks);
    expect((await fit(smallModel(), train, { epochs: 1 })).leaks).toBeUndefined();
  });
});
