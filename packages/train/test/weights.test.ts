import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cnn2d } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { decodeWeights, encodeWeights, exportWeights, importWeights } from '../src';
import { loadWeights, saveWeights } from '../src/node';

const build = (seed: number, denseUnits = 3) =>
  cnn2d({ filters: [2, 3], inputShape: [8, 8, 1], denseUnits, classes: 2, seed });
const outputs = (model: ReturnType<typeof build>) =>
  tf.tidy(() => Array.from((model.predict(tf.ones([2, 8, 8, 1])) as tf.Tensor).dataSync()));

describe('weights', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ser-weights-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('travel through a file: a model built anew gives the same bits', async () => {
    const model = build(1);
    const path = join(folder, 'network.safetensors');
    await saveWeights(model, path);
    expect(readdirSync(folder)).toEqual(['network.safetensors']);
    const other = build(2);
    const before = tf.memory().numTensors;
    importWeights(other, await loadWeights(path));
    expect(outputs(other)).toEqual(outputs(model));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are named by layer and weight, in the order of layers', async () => {
    const { specs } = await exportWeights(build(1));
    expect(specs.slice(0, 2).map(({ name }) => name)).toEqual(['conv1/kernel', 'conv1/bias']);
    expect(specs.at(-1)).toEqual({ name: 'logits/bias', shape: [2], dtype: 'float32' });
  });

  it('are refused by another architecture, which stays as it was', async () => {
    const weights = await exportWeights(build(1));
    const other = build(1, 5);
    const before = outputs(other);
    expect(() => importWeights(other, weights)).toThrow(expect.objectContaining({ code: 'WEIGHTS_MISMATCH' }));
    expect(outputs(other)).toEqual(before);
  });

  it('are refused when any byte of the file is changed or missing', async () => {
    const bytes = encodeWeights(await exportWeights(build(1)));
    const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    fc.assert(
      fc.property(fc.nat(bytes.length - header - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const flipped = bytes.slice();
        flipped[header + at] = flipped[header + at]! ^ change;
        expect(() => decodeWeights(flipped)).toThrow(expect.objectContaining({ code: 'BAD_WEIGHTS' }));
        expect(() => decodeWeights(bytes.subarray(0, at))).toThrow(expect.objectContaining({ code: 'BAD_WEIGHTS' }));
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        expect(() => decodeWeights(noise)).toThrow(expect.objectContaining({ code: 'BAD_WEIGHTS' }));
      }),
    );
    writeFileSync(join(folder, 'cut'), readFileSync(join(folder, 'network.safetensors')).subarray(0, -4));
    await expect(loadWeights(join(folder, 'cut'))).rejects.toMatchObject({ code: 'BAD_WEIGHTS' });
  });
});
