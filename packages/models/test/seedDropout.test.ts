import '@tensorflow/tfjs-backend-cpu';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { seedDropout } from '../src';

function dropoutModel(rate = 0.4) {
  const model = sequential();
  model.add(layers.dropout({ rate, inputShape: [500] }));
  return model;
}
const run = (model: ReturnType<typeof dropoutModel>, training = true) =>
  tf.tidy(() => Array.from((model.apply(tf.ones([4, 500]), { training }) as tf.Tensor).dataSync()));

describe('seedDropout', () => {
  it('draws a new mask at each call, and the same masks for the same stream and step', () => {
    const model = dropoutModel();
    const stream = seedDropout(model, createRng(0));
    const first = run(model);
    expect(run(model)).not.toEqual(first);
    stream.setStep(1);
    const second = run(model);
    expect(second).not.toEqual(first);
    stream.setStep(0);
    expect(run(model)).toEqual(first);
    seedDropout(model, createRng(1));
    expect(run(model)).not.toEqual(first);
  });

  it('drops the stated share and scales the rest by 1 / (1 - rate)', () => {
    const model = dropoutModel(0.4);
    seedDropout(model, createRng(0));
    const output = run(model);
    const dropped = output.filter((value) => value === 0).length / output.length;
    // 2,000 draws: the standard deviation of the share is 0.011.
    expect(Math.abs(dropped - 0.4)).toBeLessThan(0.05);
    expect(new Set(output)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
  });

  it('lets inference through, and leaves everything as it was after restore', () => {
    const model = dropoutModel();
    const before = model.layers.map((layer) => Object.hasOwn(layer, 'call'));
    const stream = seedDropout(model, createRng(0));
    expect(new Set(run(model, false))).toEqual(new Set([1]));
    stream.restore();
    expect(model.layers.map((layer) => Object.hasOwn(layer, 'call'))).toEqual(before);
  });

  it('passes gradients through the kept values only', () => {
    const model = dropoutModel();
    const stream = seedDropout(model, createRng(0));
    const mask = run(model);
    stream.setStep(0);
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(model.apply(x, { training: true }) as tf.Tensor))(tf.ones([4, 500]))
        .dataSync(),
    );
    expect(Array.from(gradient)).toEqual(mask);
  });
});
