import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { Adam, type Callback, evaluate, fit, predict } from '../src';
import { clouds, smallModel, weightsOf } from './support/clouds';

describe('fit', () => {
  it('learns three clouds and reports loss and accuracy of every epoch', async () => {
    const model = smallModel();
    const history = await fit(model, clouds(90, 1), {
      epochs: 12,
      batchSize: 16,
      learningRate: 0.02,
      validation: clouds(30, 2),
    });
    expect(history.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(history.epochs.at(-1)!.valAccuracy).toBeGreaterThan(0.9);
    expect(history.epochs.at(-1)!.loss).toBeLessThan(history.epochs[0]!.loss / 2);
    const { loss, accuracy } = await evaluate(model, clouds(30, 2), { batchSize: 7 });
    expect(accuracy).toBe(history.epochs.at(-1)!.valAccuracy);
    expect(loss).toBeCloseTo(history.epochs.at(-1)!.valLoss!, 6);
  });

  it('gives the same bits for the same seed and others for another', async () => {
    const train = async (seed: number) => {
      const model = smallModel();
      const { epochs } = await fit(model, clouds(40, 1), { epochs: 3, batchSize: 16, seed });
      return [...weightsOf(model), ...epochs.map(({ loss }) => loss)];
    };
    expect(await train(0)).toEqual(await train(0));
    expect(await train(0)).not.toEqual(await train(1));
  });

  it('goes on as if never interrupted when optimizer and epoch are carried over', async () => {
    const whole = smallModel();
    await fit(whole, clouds(40, 1), { epochs: 4, batchSize: 16 });
    const parts = smallModel();
    const optimizer = new Adam();
    await fit(parts, clouds(40, 1), { epochs: 2, batchSize: 16, optimizer });
    await fit(parts, clouds(40, 1), { epochs: 4, initialEpoch: 2, batchSize: 16, optimizer });
    optimizer.dispose();
    expect(weightsOf(parts)).toEqual(weightsOf(whole));
  });

  it('trains the same whether the softmax is a layer, part of the dense layer, or left out', async () => {
    const results = [];
    for (const end of ['activation', 'dense', 'linear'] as const) {
      const model = smallModel(end);
      await fit(model, clouds(30, 1), { epochs: 2, batchSize: 8 });
      results.push(weightsOf(model));
    }
    expectAllClose(results[1]!, results[0]!, { atol: 1e-6, why: 'same arithmetic, other graph' });
    expectAllClose(results[2]!, results[0]!, { atol: 1e-6, why: 'same arithmetic, other graph' });
  });

  it('averages the last, smaller batch by its samples', async () => {
    const model = smallModel('activation', 0);
    const data = clouds(10, 3);
    const before = await evaluate(model, data);
    // So small a rate that all batches see the same weights.
    const { epochs } = await fit(model, data, { epochs: 1, batchSize: 4, learningRate: 1e-12 });
    expect(epochs[0]!.loss).toBeCloseTo(before.loss, 6);
    expect(epochs[0]!.accuracy).toBeCloseTo(before.accuracy, 12);
  });

  it('takes all rows as one batch where there are fewer than 64', async () => {
    const seen: number[] = [];
    const count: Callback = { onBatchEnd: (batch) => void seen.push(batch) };
    await fit(smallModel(), clouds(10, 1), { epochs: 2, callbacks: [count] });
    expect(seen).toEqual([0, 0]);
  });

  it('leaves no tensor behind, neither after success nor after an error', async () => {
    const model = smallModel();
    const before = tf.memory().numTensors;
    await fit(model, clouds(20, 1), { epochs: 2, batchSize: 8, validation: clouds(9, 2) });
    await predict(model, clouds(9, 2).x, [4], { batchSize: 4 });
    const stop = new AbortController();
    const abort: Callback = { onBatchEnd: () => stop.abort() };
    await expect(
      fit(model, clouds(20, 1), { epochs: 2, batchSize: 8, callbacks: [abort], signal: stop.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    await expect(fit(model, clouds(20, 1), { epochs: 9, learningRate: 1e38 })).rejects.toMatchObject({
      code: 'NAN_LOSS',
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names epoch and batch of a loss that is not finite, and stops before that batch changes a weight', async () => {
    const model = smallModel('activation', 0);
    let last: number[] = [];
    const callbacks: Callback[] = [
      {
        onBatchEnd: () => {
          last = weightsOf(model);
        },
      },
    ];
    const training = fit(model, clouds(20, 1), { epochs: 3, batchSize: 5, learningRate: 1e38, callbacks });
    await expect(training).rejects.toMatchObject({ code: 'NAN_LOSS', position: { epoch: 0, batch: 1 } });
    await expect(training).rejects.toThrow(/epoch 0, batch 1/);
    expect(weightsOf(model)).toEqual(last);
  });

  it('awaits callbacks, lets them change the rate and stop', async () => {
    const order: string[] = [];
    const callback: Callback = {
      onTrainBegin: () => void order.push('begin'),
      onEpochEnd: async (epoch, log, context) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`epoch ${epoch} at ${log.learningRate}`);
        context.learningRate /= 2;
        if (epoch === 1) context.stopTraining = true;
      },
      onTrainEnd: () => void order.push('end'),
    };
    const history = await fit(smallModel(), clouds(10, 1), { epochs: 5, learningRate: 0.5, callbacks: [callback] });
    expect(order).toEqual(['begin', 'epoch 0 at 0.5', 'epoch 1 at 0.25', 'end']);
    expect(history.epochs).toHaveLength(2);
  });

  it.each([
    ['INVALID_OPTION', clouds(6, 1), { epochs: 0 }],
    ['INVALID_OPTION', clouds(6, 1), { epochs: 1, batchSize: 0 }],
    ['INVALID_OPTION', clouds(6, 1), { epochs: 1, batchSize: 7 }],
    ['INVALID_OPTION', clouds(6, 1), { epochs: 1, classWeights: [1, 2] }],
    ['INVALID_OPTION', clouds(6, 1), { epochs: 1, classWeights: [1, 2, Number.NaN] }],
    ['INVALID_OPTION', clouds(6, 1), { epochs: 1, validation: { ...clouds(6, 1), classes: 2 } }],
    ['SINGLE_CLASS', { ...clouds(2, 1), y: Int32Array.of(1, 1) }, { epochs: 1 }],
    ['LABEL_NOT_TRAINED', clouds(2, 1), { epochs: 1, validation: clouds(3, 2) }],
    ['INVALID_OPTION', clouds(6, 1), { epochs: 1, learningRate: Number.NaN }],
    ['INVALID_SAMPLES', { ...clouds(6, 1), x: new Float32Array(5) }, { epochs: 1 }],
    ['INVALID_SAMPLES', { ...clouds(6, 1), classes: 4 }, { epochs: 1 }],
    ['INVALID_SAMPLES', { ...clouds(6, 1), shape: [2], y: new Int32Array(12) }, { epochs: 1 }],
    ['LABEL_OUT_OF_RANGE', { ...clouds(2, 1), y: Int32Array.of(0, 3) }, { epochs: 1 }],
    ['NON_FINITE_INPUT', { ...clouds(1, 1), x: Float32Array.of(0, 0, Number.NaN, 0) }, { epochs: 1 }],
  ])('refuses bad input with code %s', async (code, data, options) => {
    await expect(fit(smallModel(), data, options)).rejects.toMatchObject({ name: 'TrainError', code });
  });

  it('refuses a model that ends in something else than a softmax or linear outputs', async () => {
    const model = sequential();
    model.add(layers.dense({ units: 3, activation: 'sigmoid', inputShape: [4] }));
    await expect(fit(model, clouds(6, 1), { epochs: 1 })).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL' });
  });

  it('refuses a model in which nothing can be trained', async () => {
    const model = smallModel();
    model.trainable = false;
    const before = tf.memory().numTensors;
    await expect(fit(model, clouds(6, 1), { epochs: 1 })).rejects.toMatchObject({ code: 'UNSUPPORTED_MODEL' });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets timers run while it trains', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    await fit(smallModel(), clouds(300, 1), { epochs: 3, batchSize: 2 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });
});

describe('predict', () => {
  it('gives probabilities that the model itself gives, whatever the batch size', async () => {
    const model = smallModel();
    const { x } = clouds(10, 1);
    const probabilities = await predict(model, x, [4], { batchSize: 3 });
    const expected = tf.tidy(() => (model.predict(tf.tensor(x, [10, 4])) as tf.Tensor).dataSync());
    expectAllClose(probabilities, expected, { atol: 1e-6, why: 'float32 softmax' });
  });

  it('refuses rows that do not fit', async () => {
    await expect(predict(smallModel(), new Float32Array(7), [4])).rejects.toMatchObject({ code: 'INVALID_SAMPLES' });
    await expect(predict(smallModel(), new Float32Array(6), [3])).rejects.toMatchObject({ code: 'INVALID_SAMPLES' });
    await expect(predict(smallModel(), Float32Array.of(0, 0, 0, Infinity), [4])).rejects.toMatchObject({
      code: 'NON_FINITE_INPUT',
    });
  });
});
