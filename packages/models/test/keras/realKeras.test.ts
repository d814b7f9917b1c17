import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { exportKerasWeights, importKerasWeights } from '../../src';
import { networks, outputsOf } from '../support/kerasNetworks';

const root = join(__dirname, '..', '..', '..', '..');
const python = process.env.SER_PYTHON;
if (!python) console.warn('skipped: real Keras in both directions (set SER_PYTHON to a Python with Keras 3)');

interface Found {
  readonly versions: { readonly keras: string; readonly backend: string };
  readonly networks: Record<string, { imported: number[]; exported: number[] }>;
}

/** Weights that no initialiser gives; variances are positive. */
function draw(model: LayersModel, name: string): void {
  const rng = createRng(name);
  for (const layer of model.layers) {
    for (const weight of layer.weights) {
      const positive = weight.originalName.endsWith('moving_variance');
      const shape = weight.shape as number[];
      const scale = 1.2 / Math.sqrt(shape.length > 1 ? tf.util.sizeFromShape(shape.slice(0, -1)) : 4);
      const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => {
        const value = scale * rng.normal();
        return positive ? Math.abs(value) + 0.5 : value;
      });
      tf.tidy(() => {
        weight.write(tf.tensor(values, shape));
      });
    }
  }
}

const largestGap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

(python ? describe : describe.skip)('real Keras', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ser-keras-'));
  const ours = new Map<string, LayersModel>();
  let found: Found;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    for (const [name, build] of Object.entries(networks)) {
      const model = build();
      draw(model, name);
      ours.set(name, model);
      writeFileSync(join(folder, `${name}.safetensors`), await exportKerasWeights(model));
    }
    execFileSync(python!, ['tools/golden/keras_weights.py', 'check', folder], { cwd: root, stdio: 'pipe' });
    found = JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8'));
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.keys(networks))('%s gives the same outputs to 1e-5 with our weights, and ours with its', (name) => {
    const model = ours.get(name)!;
    const { imported, exported } = found.networks[name]!;
    const before = outputsOf(model);
    // The inputs differ, and so must the outputs: a dead network would say nothing about most weights.
    expect(largestGap(before.slice(0, 3), before.slice(3, 6))).toBeGreaterThan(1e-3);
    expectAllClose(imported, before, { atol: 1e-5, why: 'Keras with our weights' });
    importKerasWeights(model, new Uint8Array(readFileSync(join(folder, `${name}.keras.safetensors`))));
    const after = outputsOf(model);
    expectAllClose(after, exported, { atol: 1e-5, why: "we with Keras' weights" });
    // Other weights gave other outputs: both comparisons saw the weights.
    expect(largestGap(before, after)).toBeGreaterThan(1e-3);
    const { keras, backend } = found.versions;
    const gaps = [largestGap(imported, before), largestGap(after, exported)].map((gap) => gap.toExponential(1));
    console.info(`${name}, Keras ${keras} on ${backend}: ${gaps[0]} with our weights, ${gaps[1]} with Keras'`);
  });
});
