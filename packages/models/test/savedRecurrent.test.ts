import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { addMissingTensorMethods, fuseRecurrent, lstm } from '../src';
import { fileSystem } from '../src/node';
import { openPlain } from './support/openPlain';

addMissingTensorMethods();

type Cell = 'lstm' | 'gru';

const cell = (kind: Cell, units: number, returnSequences: boolean, more: object = {}) => {
  const config = { units, returnSequences, recurrentActivation: 'sigmoid' as const, ...more };
  return kind === 'lstm' ? layers.lstm(config) : layers.gru(config);
};
const both = (kind: Cell, units: number, returnSequences: boolean, more: object = {}) =>
  layers.bidirectional({
    layer: cell(kind, units, returnSequences) as ReturnType<typeof layers.lstm>,
    mergeMode: 'concat',
    ...more,
  });

const input = { inputShape: [7, 3] };

/** Each by the kernels that it takes when fused, in order. */
const networks: Readonly<Record<string, readonly [string[], () => LayersModel]>> = {
  'stacked LSTM': [['FusedLstm', 'FusedLstm'], () => build([cell('lstm', 5, true, input), cell('lstm', 4, false)])],
  'stacked GRU that returns sequences': [
    ['FusedGru', 'FusedGru'],
    () => build([cell('gru', 5, true, input), cell('gru', 4, true)]),
  ],
  'stacked bidirectional LSTM': [
    ['FusedLstm', 'FusedLstm'],
    () => build([both('lstm', 4, true, input), both('lstm', 3, false)]),
  ],
  'bidirectional GRU on LSTM, then GRU': [
    ['FusedLstm', 'FusedGru', 'FusedGru'],
    () => build([cell('lstm', 5, true, input), both('gru', 3, true), cell('gru', 4, false)]),
  ],
  'backwards GRU that returns sequences': [
    ['FusedGru'],
    () => build([cell('gru', 5, true, { ...input, goBackwards: true })]),
  ],
};

function build(list: readonly Parameters<ReturnType<typeof sequential>['add']>[0][]): LayersModel {
  const model = sequential();
  for (const layer of list) model.add(layer);
  model.add(layers.dense({ units: 2 }));
  const rng = createRng('weights');
  const drawn = model.weights.map(({ shape }) => {
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape as number[]) }, () => 0.5 * rng.normal());
    return tf.tensor(values, shape as number[]);
  });
  model.setWeights(drawn);
  return model;
}

/** Outputs on the active backend, and which fused recurrent kernels ran. */
async function run(model: LayersModel): Promise<{ y: Float32Array; fused: string[] }> {
  const shape = [2, ...(model.inputs[0]!.shape.slice(1) as number[])];
  const x = tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(1.3 * i)),
    shape,
  );
  const { kernels } = await tf.profile(() => model.predict(x) as tf.Tensor);
  const y = (model.predict(x) as tf.Tensor).dataSync() as Float32Array;
  return { y, fused: kernels.map(({ name }) => name).filter((name) => /^Fused(Lstm|Gru)/.test(name)) };
}

const folder = mkdtempSync(join(tmpdir(), 'ser-recurrent-'));
afterAll(() => rmSync(folder, { recursive: true }));

const close = { atol: 1e-5, why: 'float32 sums in another order' };

describe.each(Object.entries(networks))('%s', (name, [kernels, make]) => {
  it('gives the same fused and composed, on both backends, before saving and after loading', async () => {
    await tf.setBackend('cpu');
    const composed = await run(make());
    expect(composed.fused).toEqual([]);
    const onCpu = await run(fuseRecurrent(make()));
    expect(onCpu.fused).toEqual([]);
    expect(onCpu.y).toEqual(composed.y);

    await useSimdBackend();
    const plain = await run(make());
    expect(plain.fused).toEqual([]);
    expectAllClose(plain.y, composed.y, close);
    const model = fuseRecurrent(make());
    const fused = await run(model);
    expect(fused.fused).toEqual(kernels);
    expectAllClose(fused.y, composed.y, close);

    const path = join(folder, name);
    await model.save(fileSystem(path));
    const loaded = await loadLayersModel(fileSystem(path));
    const unfused = await run(loaded);
    expect(unfused.fused).toEqual([]);
    expect(unfused.y).toEqual(plain.y);
    const again = await run(fuseRecurrent(loaded));
    expect(again.fused).toEqual(kernels);
    expect(again.y).toEqual(fused.y);

    await tf.setBackend('cpu');
    expect((await run(loaded)).y).toEqual(composed.y);
  });
});

describe('a model trained and saved while it was fused on @ser/backend-simd', () => {
  it('opens by plain loadLayersModel in a process without @ser/models, and can be fused again', async () => {
    await useSimdBackend();
    const model = lstm({ inputShape: [6, 2], units: [4, 3], denseUnits: 4, dropout: 0, classes: 3, seed: 2 });
    model.compile({ optimizer: tf.train.adam(0.05), loss: 'categoricalCrossentropy' });
    const untrained = (await run(model)).y;
    for (let step = 0; step < 5; step++) await model.trainOnBatch(tf.ones([3, 6, 2]), tf.eye(3));
    const trained = await run(model);
    expect(trained.fused).toEqual(['FusedLstm', 'FusedLstm']);
    expect(Math.max(...trained.y.map((value, i) => Math.abs(value - untrained[i]!)))).toBeGreaterThan(1e-3);
    const path = join(folder, 'trained');
    await model.save(fileSystem(path));

    const plain = await openPlain(path);
    expect(plain.backend).toBe('cpu');
    expectAllClose(plain.y, trained.y, close);

    // What TensorFlow.js itself keeps of a model, without our reader.
    let artifacts: tf.io.ModelArtifacts | undefined;
    const keep = async (given: tf.io.ModelArtifacts) => {
      artifacts = given;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(given) };
    };
    await model.save(tf.io.withSaveHandler(keep));
    const loaded = fuseRecurrent(await loadLayersModel(tf.io.fromMemory(artifacts!)));
    const again = await run(loaded);
    expect(again.fused).toEqual(['FusedLstm', 'FusedLstm']);
    expect(again.y).toEqual(trained.y);
  });
});
