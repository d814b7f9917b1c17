import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { exportKerasWeights, fuseConvolutions, fuseRecurrent, importKerasWeights } from '../../src';
import { networks, outputsOf } from '../support/kerasNetworks';

const folder = join(__dirname, '..', 'golden', 'keras');
const golden: Record<string, number[]> = JSON.parse(readFileSync(join(folder, 'networks.json'), 'utf8'));
const fileOf = (name: string) => new Uint8Array(readFileSync(join(folder, `${name}.safetensors`)));

/** Header and values of a file. */
function parts(bytes: Uint8Array): { metadata: Record<string, string>; shapes: number[][]; sha256: string } {
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { __metadata__: metadata, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const shapes = Object.values(tensors as Record<string, { shape: number[] }>).map(({ shape }) => shape);
  return { metadata, shapes, sha256: createHash('sha256').update(bytes.subarray(start)).digest('hex') };
}

const kinds = (metadata: Record<string, string>) => JSON.parse(metadata.layers!).map(([, kind]: string[]) => kind);

describe.each(Object.keys(golden))('%s', (name) => {
  it("gives Keras' outputs with Keras' weights, on TensorFlow.js' backend and on ours", async () => {
    await tf.setBackend('cpu');
    const model = networks[name]!();
    importKerasWeights(model, fileOf(name));
    expectAllClose(outputsOf(model), golden[name]!, { atol: 1e-5, why: 'the same network in float32, cpu' });
    await useSimdBackend();
    fuseConvolutions(fuseRecurrent(model));
    expectAllClose(outputsOf(model), golden[name]!, { atol: 1e-5, why: 'the same network in float32, fused' });
  });

  it("writes Keras' weights as Keras wrote them, to the bit", async () => {
    await tf.setBackend('cpu');
    const model = networks[name]!();
    importKerasWeights(model, fileOf(name));
    const ours = parts(await exportKerasWeights(model));
    const theirs = parts(fileOf(name));
    expect(ours.shapes).toEqual(theirs.shapes);
    expect(kinds(ours.metadata)).toEqual(kinds(theirs.metadata));
    expect(ours.sha256).toBe(theirs.sha256);
    expect([ours.metadata.sha256, theirs.metadata.sha256]).toEqual([ours.sha256, ours.sha256]);
  });
});

it('holds files that the manifest describes', () => {
  const manifest: Record<string, { sha256: string }> = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  expect(Object.keys(manifest).sort()).toEqual(
    [...Object.keys(networks).map((name) => `${name}.safetensors`), 'networks.json'].sort(),
  );
  for (const [name, { sha256 }] of Object.entries(manifest)) {
    expect(
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ).toBe(sha256);
  }
});
