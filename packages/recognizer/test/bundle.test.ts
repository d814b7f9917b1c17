import '@tensorflow/tfjs-backend-cpu';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportMfccFeatures } from '@ser/features';
import { cnn2d, crnn, lstm, resnet2d } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { type BundleParts, type BundleSource, decodeBundle, encodeBundle, loadBundle } from '../src';
import { saveBundle } from '../src/node';
import { codeOf } from './support/codeOf';
import { card, parts } from './support/parts';
import { soundFeatures } from './support/soundFeatures';
import { labels, tone } from './support/tones';

const folder = mkdtempSync(join(tmpdir(), 'ser-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const featureSets = [soundFeatures];
const probabilitiesFrom = async (source: BundleSource) => {
  const recognizer = await loadBundle(source, { featureSets });
  const { probabilities } = await recognizer.recognize(tone('middle', 1));
  recognizer.dispose();
  return probabilities;
};

describe('a bundle', () => {
  let expected: Readonly<Record<string, number>>;
  beforeAll(async () => {
    expected = await probabilitiesFrom(await encodeBundle(parts()));
  });

  it('gives the same bits from a folder, a file, bytes, a Blob and data', async () => {
    const asFolder = join(folder, 'recognizer');
    const asFile = join(folder, 'recognizer.safetensors');
    await saveBundle(asFolder, parts());
    await saveBundle(asFile, parts());
    const bytes = new Uint8Array(readFileSync(asFile));
    expect(bytes).toEqual(await encodeBundle(parts()));
    const sources: BundleSource[] = [
      asFolder,
      `${asFolder}/`,
      join(asFolder, 'bundle.json'),
      pathToFileURL(asFolder),
      pathToFileURL(join(asFolder, 'bundle.json')),
      asFile,
      pathToFileURL(asFile).href,
      bytes.slice().buffer,
      new Blob([bytes]),
      decodeBundle(bytes),
    ];
    for (const source of sources) expect(await probabilitiesFrom(source)).toEqual(expected);
  });

  it('comes back with its labels, card, clip and features', async () => {
    const recognizer = await loadBundle(await encodeBundle(parts()), { featureSets });
    expect(recognizer.labels).toEqual(labels);
    expect(recognizer.card).toEqual(card);
    expect(recognizer.clip).toEqual({ sampleRate: 22_050, offset: 0.1, duration: 0.5, minDuration: 0.05 });
    expect(recognizer.featureSet).toEqual({ name: 'sound', version: '1', shape: [2] });
  });

  it('opens with plain loadLayersModel too', async () => {
    await saveBundle(join(folder, 'plain'), parts());
    const json = JSON.parse(readFileSync(join(folder, 'plain/bundle.json'), 'utf8')) as tf.io.ModelJSON;
    const [{ paths, weights }] = json.weightsManifest as [tf.io.WeightsManifestConfig[number]];
    const data = readFileSync(join(folder, 'plain', paths[0]!));
    const model = await loadLayersModel({
      load: async () =>
        tf.io.getModelArtifactsForJSON(json, async () => [weights, new Uint8Array(data).buffer as ArrayBuffer]),
    });
    const x = tf.tensor([[0.3, -2]]);
    const [ours, theirs] = [parts().model, model].map((one) => [...(one.predict(x) as tf.Tensor).dataSync()]);
    expect(theirs).toEqual(ours);
  });

  it('holds its tensors where the format says, for Python to read', async () => {
    const { model } = parts();
    const bytes = await encodeBundle(parts());
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const { dtype, shape, data_offsets } = header['hidden/kernel'];
    const values = new Float32Array(bytes.slice(8 + length + data_offsets[0], 8 + length + data_offsets[1]).buffer);
    expect([dtype, shape]).toEqual(['F32', [2, 5]]);
    expect(values).toEqual(model.getWeights()[0]!.dataSync());
  });

  it('replaces the one before, and leaves nothing else behind', async () => {
    const path = join(folder, 'again');
    await saveBundle(path, parts(1));
    writeFileSync(join(path, 'notes.txt'), 'mine');
    await saveBundle(path, parts(2));
    expect(readdirSync(path)).toEqual([
      'bundle.json',
      'notes.txt',
      expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/),
    ]);
    expect(await probabilitiesFrom(path)).toEqual(await probabilitiesFrom(await encodeBundle(parts(2))));
    expect(await probabilitiesFrom(path)).not.toEqual(expected);
  });

  it('stays whole when saving stops half-way: the old manifest keeps its own weights', async () => {
    const path = join(folder, 'half');
    await saveBundle(path, parts(1));
    await saveBundle(join(folder, 'other'), parts(2));
    // As it is after the new weights were written and before the new manifest was.
    const weights = readdirSync(join(folder, 'other')).find((name) => name.endsWith('.bin'))!;
    copyFileSync(join(folder, 'other', weights), join(path, weights));
    expect(readdirSync(path)).toHaveLength(3);
    expect(await probabilitiesFrom(path)).toEqual(expected);
  });

  it.each([
    [
      'an image network',
      'cnn2d',
      () => cnn2d({ filters: [2, 3], inputShape: [224, 20, 1], classes: 3, denseUnits: 4, seed: 2 }),
    ],
    [
      'a recurrent network',
      'lstm',
      () => lstm({ units: [3, 2], inputShape: [224, 20], classes: 3, denseUnits: 4, seed: 2 }),
    ],
    [
      'a residual network for images of any length',
      'resnet2d',
      () => resnet2d({ filters: [2, 3], inputShape: [null, 20, 1], classes: 3, seed: 2 }),
    ],
    [
      'a convolutional recurrent network with attention',
      'crnn',
      () => crnn({ filters: [2, 3], units: 2, attentionUnits: 3, inputShape: [null, 20, 1], classes: 3, seed: 2 }),
    ],
  ])("holds %s over the report's features", async (_, name, build) => {
    const model = build();
    const bytes = await encodeBundle({ ...parts(), model, featureSet: reportMfccFeatures, scaler: null });
    const recognizer = await loadBundle(bytes);
    const { samples, sampleRate } = tone('low', 1);
    const image = reportMfccFeatures.extract({ samples: samples.slice(2205, 2205 + 11025), sampleRate });
    const shape = model.inputs[0]!.shape.slice(1).map((size, axis) => size ?? reportMfccFeatures.shape[axis]!);
    const expectedHere = (model.predict(tf.tensor(image, [1, ...shape])) as tf.Tensor).dataSync();
    expect(model.name).toBe(name);
    expect(Object.values((await recognizer.recognize({ samples, sampleRate })).probabilities)).toEqual([
      ...expectedHere,
    ]);
  });
});

describe('saving', () => {
  const mean = [0];
  it.each<[string, Partial<BundleParts>, string]>([
    ['fewer labels than outputs', { labels: ['low', 'high'] }, 'UNSUPPORTED_MODEL'],
    ['a label twice', { labels: ['low', 'low', 'high'] }, 'INVALID_OPTION'],
    ['an empty label', { labels: ['low', '', 'high'] }, 'INVALID_OPTION'],
    ['features of another size', { featureSet: reportMfccFeatures }, 'UNSUPPORTED_MODEL'],
    [
      'a scaler of another size',
      { scaler: { type: 'StandardScaler', version: 1, samplesSeen: 1, mean, variance: mean, scale: [1] } },
      'INVALID_OPTION',
    ],
    ['a card without a licence', { card: { ...card, dataLicence: '' } }, 'INVALID_OPTION'],
    ['a card with NaN', { card: { ...card, metrics: [{ name: 'UAR', value: Number.NaN }] } }, 'INVALID_OPTION'],
    ['a card of no day', { card: { ...card, date: '2026-13-01' } }, 'INVALID_OPTION'],
    ['a card with another key', { card: { ...card, licence: 'MIT' } as never }, 'INVALID_OPTION'],
    ['a clip without end', { clip: { duration: Number.POSITIVE_INFINITY } }, 'INVALID_OPTION'],
    ['a shortest clip longer than the clip', { clip: { duration: 0.5, minDuration: 0.6 } }, 'INVALID_OPTION'],
  ])('refuses %s', async (_, changes, code) => {
    expect(await codeOf(encodeBundle({ ...parts(), ...changes }))).toBe(code);
  });

  it('refuses weights that are not finite', async () => {
    const { model } = parts();
    model.weights[0]!.write(tf.fill([2, 5], Number.NaN));
    expect(await codeOf(encodeBundle({ ...parts(), model }))).toBe('INVALID_OPTION');
  });

  it('says when the place cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await codeOf(saveBundle(join(folder, 'file'), parts()))).toBe('NOT_WRITTEN');
    expect(await codeOf(saveBundle(join(folder, 'none', 'x.safetensors'), parts()))).toBe('NOT_WRITTEN');
  });
});

describe('over HTTP', () => {
  let server: Server;
  let address: string;
  beforeAll(async () => {
    await saveBundle(join(folder, 'web'), parts());
    await saveBundle(join(folder, 'web.safetensors'), parts());
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      if (pathname === '/endless') {
        const more = () => response.write(new Uint8Array(65_536), () => response.destroyed || setImmediate(more));
        more();
        return;
      }
      try {
        response.end(readFileSync(join(folder, pathname)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('loads a folder and a file', async () => {
    const expected = await probabilitiesFrom(await encodeBundle(parts()));
    for (const path of ['/web/', '/web/bundle.json', '/web/bundle.json?v=1', '/web.safetensors']) {
      expect(await probabilitiesFrom(address + path)).toEqual(expected);
      expect(await probabilitiesFrom(new URL(address + path))).toEqual(expected);
    }
  });

  it('stops at maxBytes, whatever the server says or does not say', async () => {
    expect(await codeOf(loadBundle(`${address}/endless`, { maxBytes: 1_000_000 }))).toBe('TOO_LARGE');
    expect(await codeOf(loadBundle(`${address}/web.safetensors`, { maxBytes: 100 }))).toBe('TOO_LARGE');
  });

  it('says when there is nothing, and stops when it is told to', async () => {
    expect(await codeOf(loadBundle(`${address}/none`))).toBe('UNREADABLE');
    const stop = new AbortController();
    const loading = loadBundle(`${address}/endless`, { signal: stop.signal });
    stop.abort();
    expect(await codeOf(loading)).toBe('UNREADABLE');
  });
});
