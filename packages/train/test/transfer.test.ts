import '@tensorflow/tfjs-backend-cpu';
import { useSimdBackend } from '@ser/backend-simd';
import { crnn, freeze, replaceHead, resnet2d } from '@ser/models';
import { createRng } from '@ser/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { evaluate, fit, type Samples } from '../src';

/** Images of 16 frames x 8 bands: a bright band tells the class, its place shifted by `shift`. */
function bands(rows: number, classes: number, seed: number, shift = 0): Samples {
  const rng = createRng(seed);
  const y = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const x = new Float32Array(rows * 16 * 8);
  for (let i = 0; i < x.length; i++) {
    const label = y[Math.floor(i / 128)]!;
    x[i] = rng.normal(i % 8 === 2 * label + shift ? 2 : 0, 0.5);
  }
  return { x, shape: [16, 8, 1], y, classes };
}

const bodyOf = (model: LayersModel) =>
  model.layers
    .filter(({ name }) => name !== 'logits')
    .flatMap((l) => l.weights.map((w) => Array.from(w.read().dataSync())));
const headOf = (model: LayersModel) =>
  model
    .getLayer('logits')
    .getWeights()
    .map((w) => Array.from(w.dataSync()));

beforeAll(() => useSimdBackend());

describe.each([
  ['resnet2d', () => resnet2d({ inputShape: [null, 8, 1], filters: [4, 8], classes: 3, seed: 1 }), 'stemNorm'],
  [
    'crnn',
    () => crnn({ inputShape: [null, 8, 1], filters: [4, 8], units: 4, attentionUnits: 4, classes: 3, seed: 1 }),
    'norm1',
  ],
] as const)('transfer learning with %s', (_name, build, first) => {
  it('trains nothing but the new head: the body keeps its bits, averages included', async () => {
    const base = build();
    await fit(base, bands(60, 3, 1), { epochs: 6, batchSize: 12, learningRate: 5e-3 });
    const model = freeze(replaceHead(base, { classes: 4, seed: 2 }));
    const task = bands(80, 4, 3, 1);
    const before = { body: bodyOf(model), head: headOf(model), accuracy: (await evaluate(model, task)).accuracy };
    const { epochs } = await fit(model, task, { epochs: 25, batchSize: 20, learningRate: 0.05 });
    expect(bodyOf(model)).toEqual(before.body);
    expect(headOf(model)).not.toEqual(before.head);
    expect(epochs.at(-1)!.loss).toBeLessThan(0.8 * epochs[0]!.loss);
    const { accuracy } = await evaluate(model, task);
    expect(accuracy).toBeGreaterThan(Math.max(0.4, before.accuracy));
  });

  it('trains the body too where it is not frozen, up to the layer that was named', async () => {
    const model = replaceHead(build(), { classes: 3, seed: 2 });
    freeze(model, { upTo: first });
    const frozen = () =>
      model
        .getLayer(first)
        .getWeights()
        .map((w) => Array.from(w.dataSync()));
    const before = { frozen: frozen(), body: bodyOf(model) };
    await fit(model, bands(24, 3, 1), { epochs: 1, batchSize: 12 });
    expect(frozen()).toEqual(before.frozen);
    expect(bodyOf(model)).not.toEqual(before.body);
  });
});
