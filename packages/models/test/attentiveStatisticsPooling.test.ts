import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type AttentiveStatisticsPoolingOptions, attentiveStatisticsPooling } from '../src';
import golden from './golden/attentiveStatisticsPooling.json';

const { batch, time, channels, units, epsilon } = golden;

const sines = (size: number, key: number, scale: number) =>
  Float32Array.from({ length: size }, (_, i) => scale * Math.sin(1.7 * i + key));

/** A model of the layer alone, with the weights of tools/golden/attentive_pooling.py. */
function build(options: AttentiveStatisticsPoolingOptions): LayersModel {
  const model = sequential({
    layers: [layers.inputLayer({ inputShape: [null, channels] }), attentiveStatisticsPooling({ units, ...options })],
  });
  const scales = [0.6, 0.6, 1.5];
  model.setWeights(model.getWeights().map((w, i) => tf.tensor(sines(w.size, 10 + i, scales[i]!), w.shape)));
  return model;
}

/** Output, and the gradients of sum(y * dy) with respect to the input and each weight. */
function run(model: LayersModel, x: tf.Tensor, dyKey = 2): { y: Float32Array; gradients: Float32Array[] } {
  const apply = (input: tf.Tensor) => model.apply(input, { training: true }) as tf.Tensor;
  const y = apply(x);
  const dy = tf.tensor(sines(y.size, dyKey, 1), y.shape);
  const variables = [
    tf.variable(x),
    ...model.trainableWeights.map((weight) => weight.read() as tf.Variable),
  ] as tf.Variable[];
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(apply(variables[0]!), dy)), variables);
  const gradients = variables.map(({ name }) => grads[name]!.dataSync() as Float32Array);
  return { y: y.dataSync() as Float32Array, gradients };
}

function expectGradients(actual: readonly Float32Array[], expected: readonly ArrayLike<number>[], why: string): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((gradient, index) => {
    const largest = Math.max(...Array.from(gradient, Math.abs));
    expect(largest).toBeGreaterThan(0);
    expectAllClose(actual[index]!, gradient, {
      atol: 1e-5 * largest,
      why: `${why}: gradient ${index}, of its largest`,
    });
  });
}

describe.each(['cpu', 'simd'])('attentiveStatisticsPooling on %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'simd') await useSimdBackend();
    else await tf.setBackend('cpu');
  });

  it.each(golden.runs)(
    "gives PyTorch's outputs and gradients: perChannel $perChannel, deviation $deviation",
    (expected) => {
      const { perChannel, deviation } = expected;
      const x = tf.tensor(sines(batch * time * channels, 1, 2), [batch, time, channels]);
      const { y, gradients } = run(build({ perChannel, deviation, epsilon }), x);
      expectAllClose(y, expected.y, { atol: 1e-5, why: 'float32 against float64' });
      expectGradients(gradients, expected.gradients, 'float32 against float64');
    },
  );

  it.each([true, false])('has the gradients of finite differences in float64: perChannel %s', (perChannel) => {
    const model = build({ perChannel });
    const x = sines(batch * time * channels, 1, 2);
    const values = [x, ...model.getWeights().map((w) => w.dataSync() as Float32Array)].map((v) => Float64Array.from(v));
    const dy = sines(batch * 2 * channels, 2, 1);
    const loss = () => poolInFloat64(values, perChannel).reduce((sum, y, i) => sum + y * dy[i]!, 0);
    const step = 1e-5;
    const expected = values.map((array) =>
      array.map((value, i) => {
        array[i] = value + step;
        const above = loss();
        array[i] = value - step;
        const below = loss();
        array[i] = value;
        return (above - below) / (2 * step);
      }),
    );
    const { y, gradients } = run(model, tf.tensor(x, [batch, time, channels]));
    expectAllClose(y, poolInFloat64(values, perChannel), { atol: 1e-5, why: 'float32 against float64' });
    expectGradients(gradients, expected, 'float32 against differences in float64');
  });

  it('keeps constant frames safe: the smallest deviation, finite gradients', () => {
    const { y, gradients } = run(build({}), tf.fill([2, time, channels], 3.5));
    expectAllClose(y.subarray(0, channels), Array(channels).fill(3.5), { atol: 1e-6, why: 'weights of sum 1' });
    expectAllClose(y.subarray(channels, 2 * channels), Array(channels).fill(1e-3), {
      atol: 1e-6,
      why: 'root of epsilon',
    });
    for (const gradient of gradients) expect(gradient.every(Number.isFinite)).toBe(true);
    // Through the mean alone: the weights over time, all equal, give each frame the same share of dy.
    const dy = sines(2 * 2 * channels, 2, 1);
    expectAllClose(
      gradients[0]!.subarray(0, channels),
      Array.from(dy.subarray(0, channels), (value) => value / time),
      {
        atol: 1e-6,
        why: 'no gradient through a clamped deviation',
      },
    );
  });

  it('loses no digits of the deviation to a large offset', () => {
    const small = sines(time * channels, 3, 1);
    const deviationOf = (offset: number) => {
      const model = build({});
      const [kernel, bias, attention] = model.getWeights() as [tf.Tensor, tf.Tensor, tf.Tensor];
      model.setWeights([kernel, bias, tf.zerosLike(attention)]);
      const frames = tf.add(tf.tensor(small, [1, time, channels]), offset);
      return run(model, frames).y.subarray(channels);
    };
    expectAllClose(deviationOf(4096), deviationOf(0), { rtol: 2e-3, why: 'inputs are rounded to 2^-12 at 4096' });
  });
});

describe('attentiveStatisticsPooling', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it('takes sequences of any length, one frame included', () => {
    const model = build({});
    for (const length of [1, 4, 30]) {
      const y = model.predict(tf.ones([2, length, channels])) as tf.Tensor;
      expect(y.shape).toEqual([2, 2 * channels]);
    }
    expect(model.outputs[0]!.shape).toEqual([null, 2 * channels]);
    expect(() => model.predict(tf.zeros([2, 0, channels]))).toThrow(
      expect.objectContaining({ code: 'INPUT_TOO_SMALL' }),
    );
  });

  it.each([
    [{}, channels * units + units + units],
    [{ perChannel: true }, channels * units + units + units * channels],
    [{ deviation: false, units: 3 }, channels * 3 + 3 + 3],
  ])('has exactly the parameters of its formula: %j', (options, parameters) => {
    const layer = attentiveStatisticsPooling({ units, ...options });
    layer.build([null, null, channels]);
    expect(layer.countParams()).toBe(parameters);
  });

  it('opens with plain loadLayersModel after it was saved', async () => {
    const model = build({ perChannel: true, epsilon: 1e-4 });
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await loadLayersModel(tf.io.fromMemory(saved!));
    const x = tf.tensor(sines(2 * 6 * channels, 4, 1), [2, 6, channels]);
    expect((loaded.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
    const { name, perChannel, epsilon: loadedEpsilon } = loaded.layers.at(-1)!.getConfig();
    expect([name, perChannel, loadedEpsilon]).toEqual([model.layers.at(-1)!.name, true, 1e-4]);
  });

  it('draws the same initial values for the same seed and others for another', () => {
    const valuesOf = (seed: number) => {
      const layer = attentiveStatisticsPooling({ name: 'pooling', seed });
      layer.build([null, null, 6]);
      return layer.getWeights().map((w) => Array.from(w.dataSync()));
    };
    expect(valuesOf(1)).toEqual(valuesOf(1));
    expect(valuesOf(1)).not.toEqual(valuesOf(2));
    expect(new Set(valuesOf(1)[0])).not.toEqual(new Set([0]));
  });

  it('leaves no tensor behind', () => {
    const model = build({});
    const x = tf.ones([2, 4, channels]);
    const before = tf.memory().numTensors;
    (model.predict(x) as tf.Tensor).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([{ units: 0 }, { units: 1.5 }, { epsilon: 0 }, { epsilon: Number.NaN }])('refuses %j', (options) => {
    expect(() => attentiveStatisticsPooling(options)).toThrow(
      expect.objectContaining({ name: 'ModelsError', code: 'INVALID_OPTION' }),
    );
  });

  it('refuses inputs that are no sequences', () => {
    for (const shape of [
      [null, 8],
      [null, 4, null],
    ]) {
      expect(() => attentiveStatisticsPooling().build(shape)).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION' }),
      );
    }
  });
});

/** The formula in plain float64: values are [x, kernel, bias, attention]. */
function poolInFloat64([x, kernel, bias, attention]: readonly Float64Array[], perChannel: boolean): number[] {
  const width = perChannel ? channels : 1;
  const at = (b: number, t: number, c: number) => x![(b * time + t) * channels + c]!;
  const score = (b: number, t: number, k: number) => {
    let sum = 0;
    for (let u = 0; u < units; u++) {
      let inner = bias![u]!;
      for (let c = 0; c < channels; c++) inner += at(b, t, c) * kernel![c * units + u]!;
      sum += Math.tanh(inner) * attention![u * width + k]!;
    }
    return sum;
  };
  const frames = Array.from({ length: time }, (_, t) => t);
  return Array.from({ length: batch }, (_, b) => {
    const moments = Array.from({ length: channels }, (_, c) => {
      const exponentials = frames.map((t) => Math.exp(score(b, t, perChannel ? c : 0)));
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      const mean = frames.reduce((sum, t) => sum + (exponentials[t]! / total) * at(b, t, c), 0);
      const variance = frames.reduce((sum, t) => sum + (exponentials[t]! / total) * (at(b, t, c) - mean) ** 2, 0);
      return [mean, Math.sqrt(Math.max(variance, 1e-6))] as const;
    });
    return [...moments.map(([mean]) => mean), ...moments.map(([, deviation]) => deviation)];
  }).flat();
}
