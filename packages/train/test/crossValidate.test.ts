import '@tensorflow/tfjs-backend-cpu';
import { cnn2d } from '@ser/models';
import { createRng } from '@ser/random';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import {
  type CellId,
  type CellOutput,
  type CellPredictions,
  type CellStore,
  type CrossValidateOptions,
  classificationReport,
  crossValidate,
  fit,
  kFold,
  predict,
  speakerFolds,
  summarizeScores,
  TrainError,
  withValidation,
} from '../src';

const labels = ['angry', 'calm', 'sad'];
/** 12 speakers of 6 rows, two a class. */
const rows = Array.from({ length: 72 }, (_, row) => ({ clipId: `clip ${row}`, speaker: `s${Math.floor(row / 6)}` }));
const y = rows.map((_, row) => row % 3);
const folds = speakerFolds(rows, { folds: 4 }).map((fold, index) => ({ ...fold, name: `fold ${index + 1}` }));

/** Right for about two rows in three, drawn from fold and seed alone. */
function guess(fold: number, seed: number | string, test: Uint32Array): CellOutput {
  const rng = createRng(`${fold} ${seed}`);
  return { predicted: Array.from(test, (row) => (rng.uniform() < 0.5 ? y[row]! : rng.integer(3))) };
}

/** In memory; counts what is asked and kept. */
function memoryStore(): CellStore & { cells: Map<string, CellPredictions>; loads: number } {
  const cells = new Map<string, CellPredictions>();
  return {
    cells,
    loads: 0,
    async load(id: CellId) {
      this.loads += 1;
      return cells.get(JSON.stringify(id));
    },
    async save(id, predictions) {
      cells.set(JSON.stringify(id), predictions);
    },
  };
}

function options(more: Partial<CrossValidateOptions<(typeof folds)[number]>> = {}) {
  return {
    folds,
    seeds: [1, 'two', 3],
    rows,
    y,
    labels,
    train: async ({ fold, seed, split }: { fold: number; seed: number | string; split: (typeof folds)[number] }) =>
      guess(fold, seed, split.test),
    ...more,
  };
}

describe('crossValidate', () => {
  it('runs each fold with each seed and sums up', async () => {
    const seen: string[] = [];
    const result = await crossValidate(
      options({
        onCell: ({ fold, seed, finished, cells, source }) =>
          seen.push(`${fold} ${seed} ${finished}/${cells} ${source}`),
      }),
    );
    expect(seen).toHaveLength(12);
    expect(seen[4]).toBe('0 two 5/12 trained');
    expect(result.cells.map(({ fold, seed }) => `${fold} ${seed}`)).toEqual(
      [1, 'two', 3].flatMap((seed) => [0, 1, 2, 3].map((fold) => `${fold} ${seed}`)),
    );
    expect(result.cells[0]).toMatchObject({ name: 'fold 1', trainRows: 54, testRows: 18, leaks: { verdict: 'clean' } });
    for (const { predicted, test, scores } of result.cells) {
      const { accuracy, uar, macroF1, weightedF1 } = classificationReport(
        test.map((row) => y[row]!),
        predicted,
        labels,
      );
      expect(scores).toEqual({ accuracy, uar, macroF1, weightedF1 });
    }
    expect(result.pooled.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(3 * 72);
    expect(result.bySeed[2]!.test).toEqual(rows.map((_, row) => row));
    const third = result.cells[8]!;
    expect(third.test.map((row) => result.bySeed[2]!.predicted[row])).toEqual(third.predicted);
    const ofTwo = result.cells.filter(({ seed }) => seed === 'two');
    expect(result.bySeed[1]).toMatchObject({
      seed: 'two',
      scores: {
        accuracy: classificationReport(
          ofTwo.flatMap(({ test }) => test.map((row) => y[row]!)),
          ofTwo.flatMap(({ predicted }) => predicted),
          labels,
        ).accuracy,
      },
    });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('gives the same summary of its cells, wherever they were trained, by summarizeScores', async () => {
    const { summary, cells } = await crossValidate(options());
    expect(summarizeScores(cells)).toEqual(summary);
    expect(() => summarizeScores([])).toThrow(expect.objectContaining({ code: 'INVALID_SAMPLES' }));
    expect(() => summarizeScores(cells, 95)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('gives mean, deviation and the interval of the corrected resampled t', async () => {
    const { summary, cells } = await crossValidate(options({ confidence: 0.9 }));
    const values = cells.map(({ scores }) => scores.uar);
    const mean = values.reduce((sum, value) => sum + value, 0) / 12;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 11);
    // scipy: t.ppf(0.95, 11) = 1.795884818704043; a third as many rows test as train.
    const half = 1.795884818704043 * deviation * Math.sqrt(1 / 12 + 1 / 3);
    const { uar } = summary;
    expectAllClose([uar.mean, uar.deviation!, uar.low!, uar.high!], [mean, deviation, mean - half, mean + half], {
      rtol: 1e-12,
      why: 'the same sums',
    });
    const one = await crossValidate(options({ folds: folds.slice(0, 1), seeds: [1] }));
    expect(one.summary.uar).toEqual({ mean: one.cells[0]!.scores.uar, deviation: null, low: null, high: null });
  });

  it('goes on where it was stopped, with the same result', async () => {
    const whole = await crossValidate(options());
    const store = memoryStore();
    const controller = new AbortController();
    const trained: string[] = [];
    const stopped = crossValidate(
      options({
        store,
        key: 'guess',
        signal: controller.signal,
        onCell: ({ finished }) => finished === 5 && controller.abort(new Error('enough')),
      }),
    );
    await expect(stopped).rejects.toThrow('enough');
    expect(store.cells.size).toBe(5);
    const resumed = await crossValidate(
      options({
        store,
        key: 'guess',
        onCell: ({ fold, seed, source }) => source === 'trained' && trained.push(`${fold} ${seed}`),
      }),
    );
    expect(resumed).toEqual(whole);
    expect(trained).toHaveLength(7);
    // Nothing is trained a third time, whatever is asked for first.
    const never = options({ store, key: 'guess', train: () => Promise.reject(new Error('trained again')) });
    expect(await crossValidate(never)).toEqual(whole);
    const reversed = await crossValidate({ ...never, seeds: [3, 'two', 1] });
    expect(reversed.cells.slice(0, 4)).toEqual(whole.cells.slice(8));
  });

  it('takes nothing from a store that another key, split, label or class name made', async () => {
    const store = memoryStore();
    await crossValidate(options({ store, key: 'guess' }));
    const count = async (more: Partial<ReturnType<typeof options>>) => {
      let trained = 0;
      await crossValidate(
        options({ store, key: 'guess', ...more, onCell: ({ source }) => (trained += Number(source === 'trained')) }),
      );
      return trained;
    };
    expect(await count({})).toBe(0);
    expect(await count({ key: 'another' } as object)).toBe(12);
    expect(await count({ labels: ['a', 'b', 'c'] })).toBe(12);
    expect(await count({ y: y.map((label, row) => (row === 0 ? 1 : label)) })).toBe(12);
    const moved = { ...folds[0]!, train: folds[0]!.train.slice(1) };
    expect(await count({ folds: [moved, ...folds.slice(1)] })).toBe(3);
  });

  it('trains a cell again whose stored result is damaged, and says so', async () => {
    const store = memoryStore();
    const broken: CellStore = {
      load: async ({ fold }) => {
        if (fold === 2) throw new TrainError('BAD_CHECKPOINT', 'the file is cut off');
        return undefined;
      },
      save: store.save,
    };
    const damaged: unknown[] = [];
    await crossValidate(options({ store: broken, key: 'k', onCell: (cell) => damaged.push(cell.damaged) }));
    expect(damaged.slice(0, 4)).toEqual([undefined, undefined, 'the file is cut off', undefined]);
    const unreadable = { ...broken, load: () => Promise.reject(new Error('no permission')) };
    await expect(crossValidate(options({ store: unreadable, key: 'k' }))).rejects.toThrow('no permission');
  });

  it('keeps no cell of a training that was told to stop', async () => {
    const store = memoryStore();
    const controller = new AbortController();
    const run = crossValidate(
      options({
        store,
        key: 'k',
        signal: controller.signal,
        train: async ({ fold, seed, split, signal }) => {
          controller.abort();
          expect(signal?.aborted).toBe(true);
          return guess(fold, seed, split.test);
        },
      }),
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(store.cells.size).toBe(0);
  });

  it('tells where folds leak', async () => {
    const leaky = kFold(72, { folds: 3 });
    const x = Float32Array.from({ length: 72 }, (_, row) => Math.floor(row / 2));
    const run = (more: object) =>
      crossValidate({
        folds: leaky,
        rows,
        y,
        labels,
        train: async ({ fold, split }) => guess(fold, 0, split.test),
        ...more,
      });
    expect((await run({})).cells.map(({ leaks }) => leaks.verdict)).toContain('speakers shared');
    expect((await run({ x })).cells.map(({ leaks }) => leaks.verdict)).toContain('duplicates shared');
  });

  it('hands a fold over as it was given, and takes probabilities for predictions', async () => {
    const nested = folds.map((fold) => withValidation(rows, fold, (some) => speakerFolds(some, { folds: 3 })[0]!));
    const result = await crossValidate({
      folds: nested,
      rows,
      y,
      labels,
      train: async ({ split: { train, validation, test } }) => {
        expect(train.length + validation.length + test.length).toBe(72);
        return { probabilities: probabilitiesOf(test) };
      },
    });
    expect(result.pooled.scores.accuracy).toBe(1);
    expect(result.cells[0]!.probabilities).toHaveLength(3 * result.cells[0]!.testRows);
  });

  const bad: [string, string, Partial<ReturnType<typeof options>>][] = [
    ['no folds', 'INVALID_OPTION', { folds: [] }],
    ['no seeds', 'INVALID_OPTION', { seeds: [] }],
    ['a seed twice', 'INVALID_OPTION', { seeds: [1, 1] }],
    ['a seed that is no number', 'INVALID_OPTION', { seeds: [Number.NaN] }],
    ['a confidence of 1', 'INVALID_OPTION', { confidence: 1 } as object],
    ['one class name', 'INVALID_OPTION', { labels: ['angry'] }],
    ['a store without key', 'INVALID_OPTION', { store: memoryStore() } as object],
    ['other numbers of rows and labels', 'INVALID_SAMPLES', { y: [0, 1] }],
    ['a label out of range', 'LABEL_OUT_OF_RANGE', { y: y.map(() => 3) }],
    ['one class', 'SINGLE_CLASS', { y: y.map(() => 1) }],
    ['a fold with a class never trained', 'LABEL_NOT_TRAINED', { y: rows.map((_, row) => (row === 5 ? 2 : row % 2)) }],
    ['an empty fold', 'INVALID_SPLIT', { folds: [{ ...folds[0]!, test: new Uint32Array() }] }],
  ];
  it.each(bad)('refuses %s before it trains (%s)', async (_what, code, more) => {
    const train = jest.fn();
    await expect(crossValidate({ ...options(more), train })).rejects.toMatchObject({ code });
    expect(train).not.toHaveBeenCalled();
  });

  it.each<[string, CellOutput]>([
    ['INVALID_SAMPLES', {}],
    ['INVALID_SAMPLES', { predicted: [0] }],
    ['INVALID_SAMPLES', { probabilities: [1, 0, 0] }],
    ['LABEL_OUT_OF_RANGE', { predicted: new Array<number>(18).fill(3) }],
    ['NON_FINITE_INPUT', { probabilities: new Array<number>(54).fill(Number.NaN) }],
  ])('refuses what a training should not give, and stores nothing (%s)', async (code, output) => {
    const store = memoryStore();
    const run = crossValidate(options({ store, key: 'k', train: async () => output }));
    await expect(run).rejects.toMatchObject({ code, message: expect.stringContaining('fold 0, seed 1') });
    expect(store.cells.size).toBe(0);
  });

  it('trains real networks, the same figures each time', async () => {
    const shape = [4, 4, 1];
    const rng = createRng(2);
    const x = Float32Array.from({ length: 72 * 16 }, (_, i) => y[Math.floor(i / 16)]! + 0.3 * rng.normal());
    const take = (indices: Uint32Array) => {
      const values = Array.from(indices, (row) => x.subarray(row * 16, (row + 1) * 16));
      return {
        x: Float32Array.from(values.flatMap((row) => [...row])),
        y: Int32Array.from(indices, (row) => y[row]!),
        shape,
        classes: 3,
      };
    };
    const run = () =>
      crossValidate({
        folds: folds.slice(0, 2),
        seeds: [6],
        rows,
        y,
        labels,
        x,
        train: async ({ split, seed }) => {
          const model = cnn2d({ filters: [4], inputShape: [4, 4, 1], classes: 3, denseUnits: 8, seed });
          await fit(model, take(split.train), { epochs: 30, batchSize: 8, learningRate: 0.02, seed });
          const probabilities = await predict(model, take(split.test).x, shape);
          model.dispose();
          return { probabilities };
        },
      });
    const result = await run();
    expect(result.summary.uar.mean).toBeGreaterThan(0.8);
    expect(await run()).toEqual(result);
  });
});

/** Sure of the right class. */
function probabilitiesOf(test: Uint32Array): Float32Array {
  return Float32Array.from(Array.from(test).flatMap((row) => labels.map((_, label) => (label === y[row] ? 0.8 : 0.1))));
}
