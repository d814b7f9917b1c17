import '@tensorflow/tfjs-backend-cpu';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import writeFileAtomic from 'write-file-atomic';
import { cnn2d, lstm } from '../src';
import { fileSystem } from '../src/node';
import { openPlain } from './support/openPlain';

jest.mock('write-file-atomic', () => jest.fn(jest.requireActual('write-file-atomic')));

const root = mkdtempSync(join(tmpdir(), 'ser-models-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;
const fresh = () => join(root, `model-${count++}`);

const small = (seed = 1) => cnn2d({ filters: [2], inputShape: [4, 4, 1], denseUnits: 3, classes: 2, seed });
const outputs = (model: LayersModel) =>
  tf.tidy(() => {
    const shape = [2, ...(model.inputs[0]!.shape.slice(1) as number[])];
    const x = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(1.3 * i));
    return Array.from((model.predict(tf.tensor(x, shape)) as tf.Tensor).dataSync());
  });
const refused = (code: string, part = '') =>
  expect.objectContaining({ name: 'ModelsError', code, message: expect.stringContaining(part) });
const jsonOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const weightsOf = (folder: string) => join(folder, jsonOf(folder).weightsManifest[0].paths[0]);

/** A saved model whose model.json was then changed. */
async function changed(change: (json: ReturnType<typeof jsonOf>, folder: string) => unknown): Promise<string> {
  const folder = fresh();
  await small().save(fileSystem(folder));
  const json = jsonOf(folder);
  change(json, folder);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
  return folder;
}

describe('fileSystem', () => {
  it.each([
    ['a convolutional network', () => small()],
    ['a recurrent network', () => lstm({ inputShape: [6, 2], units: [3, 4], denseUnits: 2, classes: 3, seed: 5 })],
  ])('saves %s and loads it again: the same outputs, to the bit, by folder or by file', async (_name, build) => {
    const model = build();
    const folder = join(fresh(), 'made', 'by', 'saving');
    const { modelArtifactsInfo } = await model.save(fileSystem(folder));
    expect(modelArtifactsInfo.weightDataBytes).toBe(4 * model.countParams());
    const before = tf.memory().numTensors;
    const loaded = await loadLayersModel(fileSystem(folder));
    expect(tf.memory().numTensors - before).toBe(loaded.weights.length);
    // The loaded model is not fused: the same operations in the same order come from loading the file by its name.
    expect(outputs(await loadLayersModel(fileSystem(join(folder, 'model.json'))))).toEqual(outputs(loaded));
    outputs(model).forEach((value, i) => {
      expect(outputs(loaded)[i]).toBeCloseTo(value, 6);
    });
  });

  it("writes TensorFlow.js' own format, which plain loadLayersModel opens over HTTP", async () => {
    const model = small();
    const folder = fresh();
    await model.save(fileSystem(folder));
    expect(jsonOf(folder)).toMatchObject({
      format: 'layers-model',
      generatedBy: expect.stringContaining('TensorFlow.js tfjs-layers'),
      convertedBy: null,
      weightsManifest: [
        {
          paths: [expect.stringMatching(/^model\.weights-[0-9a-f]{16}\.bin$/)],
          weights: expect.arrayContaining([{ name: 'conv1/kernel', shape: [3, 3, 1, 2], dtype: 'float32' }]),
        },
      ],
    });
    expect(await openPlain(folder)).toEqual({ backend: 'cpu', y: outputs(model) });
  });

  it('keeps one weights file a model when it saves again, and nothing else is touched', async () => {
    const folder = fresh();
    await small(1).save(fileSystem(folder));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await small(1).save(fileSystem(join(folder, 'best.json')));
    await small(2).save(fileSystem(folder));
    await small(2).save(fileSystem(folder));
    expect(readdirSync(folder).map((name) => name.replace(/[0-9a-f]{16}/, '#'))).toEqual([
      'best.json',
      'best.weights-#.bin',
      'model.json',
      'model.weights-#.bin',
      'notes.txt',
    ]);
    expect(outputs(await loadLayersModel(fileSystem(folder)))).toEqual(outputs(small(2)));
    expect(outputs(await loadLayersModel(fileSystem(join(folder, 'best.json'))))).toEqual(outputs(small(1)));
  });

  it('leaves the old model whole when saving the new one is cut short', async () => {
    const folder = fresh();
    await small(1).save(fileSystem(folder));
    const real = jest.requireActual<typeof writeFileAtomic>('write-file-atomic');
    for (const failing of [0, 1]) {
      let calls = 0;
      jest.mocked(writeFileAtomic).mockImplementation((async (path: string, data: string) => {
        if (calls++ === failing) throw new Error('no space left on device');
        await real(path, data);
      }) as never);
      await expect(small(2).save(fileSystem(folder))).rejects.toThrow('no space left');
      expect(outputs(await loadLayersModel(fileSystem(folder)))).toEqual(outputs(small(1)));
    }
    jest.mocked(writeFileAtomic).mockImplementation(real);
    await small(2).save(fileSystem(folder));
    expect(outputs(await loadLayersModel(fileSystem(folder)))).toEqual(outputs(small(2)));
  });

  it('keeps the optimizer where it is asked to', async () => {
    const model = small();
    model.compile({ optimizer: tf.train.momentum(0.1, 0.9), loss: 'categoricalCrossentropy' });
    await model.trainOnBatch(tf.ones([2, 4, 4, 1]), tf.eye(2));
    const folder = fresh();
    await model.save(fileSystem(folder), { includeOptimizer: true });
    const loaded = await loadLayersModel(fileSystem(folder));
    expect(outputs(loaded)).toEqual(outputs(model));
    const [ours, theirs] = await Promise.all([model.optimizer.getWeights(), loaded.optimizer.getWeights()]);
    expect(theirs.map(({ tensor }) => Array.from(tensor.dataSync()))).toEqual(
      ours.map(({ tensor }) => Array.from(tensor.dataSync())),
    );
  });

  it('loads what other tools write: several groups and shards, quantized weights', async () => {
    const folder = fresh();
    mkdirSync(join(folder, 'shards'), { recursive: true });
    const model = sequential({ layers: [layers.dense({ name: 'd', units: 2, inputShape: [2] })] });
    const weightsManifest = [
      {
        paths: ['./shards/1.bin', 'shards/2.bin'],
        weights: [{ name: 'd/kernel', shape: [2, 2], dtype: 'float32' }],
      },
      {
        paths: ['3.bin'],
        weights: [
          { name: 'd/bias', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
        ],
      },
    ];
    const kernel = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
    writeFileSync(join(folder, 'shards/1.bin'), kernel.subarray(0, 6));
    writeFileSync(join(folder, 'shards/2.bin'), kernel.subarray(6));
    writeFileSync(join(folder, '3.bin'), Uint8Array.of(4, 0));
    writeFileSync(
      join(folder, 'model.json'),
      JSON.stringify({ modelTopology: model.toJSON(null, false), weightsManifest }),
    );
    const loaded = await loadLayersModel(fileSystem(folder));
    expect(loaded.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual([
      [1, 2, 3, 4],
      [1, -1],
    ]);
  });
});

describe('a model that cannot be loaded', () => {
  it('is missing, as a folder, a model.json or a weights file', async () => {
    const load = (path: string) => loadLayersModel(fileSystem(path));
    await expect(load(fresh())).rejects.toEqual(refused('MODEL_FILE_MISSING', 'model.json'));
    const folder = fresh();
    await small().save(fileSystem(folder));
    await expect(load(join(folder, 'model.json', 'deeper'))).rejects.toEqual(refused('MODEL_FILE_MISSING'));
    const file = weightsOf(folder);
    rmSync(file);
    await expect(load(folder)).rejects.toEqual(refused('MODEL_FILE_MISSING', file));
  });

  it('has a model.json that is cut short anywhere', async () => {
    const folder = fresh();
    await small().save(fileSystem(folder));
    const whole = readFileSync(join(folder, 'model.json'));
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(join(folder, 'model.json'), whole.subarray(0, length));
      await expect(fileSystem(folder).load()).rejects.toEqual(refused('BAD_MODEL_FILE', 'JSON'));
    }
  });

  it('has weights that are cut short, too long or damaged', async () => {
    const folder = fresh();
    await small().save(fileSystem(folder));
    const file = weightsOf(folder);
    const whole = readFileSync(file);
    for (const bytes of [whole.subarray(0, -1), new Uint8Array(), Buffer.concat([whole, whole])]) {
      writeFileSync(file, bytes);
      await expect(fileSystem(folder).load()).rejects.toEqual(refused('BAD_MODEL_FILE', `${bytes.length} bytes`));
    }
    const flipped = Buffer.from(whole);
    flipped[9]! ^= 4;
    writeFileSync(file, flipped);
    await expect(fileSystem(folder).load()).rejects.toEqual(refused('BAD_MODEL_FILE', 'damaged'));
    writeFileSync(file, whole);
    await fileSystem(folder).load();
  });

  const spec = (change: object) => (json: ReturnType<typeof jsonOf>) =>
    Object.assign(json.weightsManifest[0].weights[0], change);
  it.each<[string, string, (json: ReturnType<typeof jsonOf>) => unknown]>([
    ['no topology', 'modelTopology', (json) => delete json.modelTopology],
    ['a topology that is text', 'modelTopology', (json) => Object.assign(json, { modelTopology: '{}' })],
    ['no manifest', 'weightsManifest', (json) => delete json.weightsManifest],
    ['a graph model', 'loadGraphModel', (json) => Object.assign(json, { format: 'graph-model' })],
    ['a group without paths', 'paths', (json) => delete json.weightsManifest[0].paths],
    ['a group that is null', 'weightsManifest[1]', (json) => json.weightsManifest.push(null)],
    ['a negative size', 'shape', spec({ shape: [-1, 3, 1, 2] })],
    ['a size that is text', 'shape', spec({ shape: ['3'] })],
    ['a shape that overflows', 'shape', spec({ shape: [2 ** 30, 2 ** 30] })],
    ['a dtype that nobody knows', 'dtype', spec({ dtype: 'toString' })],
    ['strings', 'dtype', spec({ dtype: 'string' })],
    ['a quantization that nobody knows', 'dtype', spec({ quantization: { dtype: 'uint4' } })],
    ['a quantization without its scale', 'dtype', spec({ quantization: { dtype: 'uint8', scale: '1', min: 0 } })],
    ['no name', 'name', spec({ name: 7 })],
    ['a weight twice', 'second weight conv1/bias', spec({ name: 'conv1/bias' })],
  ])('has a model.json with %s', async (_name, part, change) => {
    const folder = await changed(change);
    await expect(fileSystem(folder).load()).rejects.toEqual(refused('BAD_MODEL_FILE', part));
  });

  it.each([
    '../weights.bin',
    'a/../../weights.bin',
    '/etc/passwd',
    'C:\\weights.bin',
    '..\\weights.bin',
    'http://example.org/weights.bin',
    'file:///etc/passwd',
    '\0',
    '',
    7,
  ])('names a weights file %j, which is not looked at', async (path) => {
    const folder = await changed((json) => Object.assign(json.weightsManifest[0], { paths: [path] }));
    await expect(fileSystem(folder).load()).rejects.toEqual(refused('BAD_MODEL_FILE', 'inside the folder'));
  });

  it('has a weights file that is a link out of the folder, or a folder', async () => {
    const outside = fresh();
    writeFileSync(outside, 'secret');
    const linked = await changed((json, folder) => {
      symlinkSync(outside, join(folder, 'link.bin'));
      json.weightsManifest[0].paths = ['link.bin'];
    });
    await expect(fileSystem(linked).load()).rejects.toEqual(refused('BAD_MODEL_FILE', 'link.bin is no file inside'));
    const nested = await changed((json, folder) => {
      mkdirSync(join(folder, 'sub'));
      json.weightsManifest[0].paths = ['sub'];
    });
    await expect(fileSystem(nested).load()).rejects.toEqual(refused('BAD_MODEL_FILE', 'no file inside'));
    // A link that stays inside is a file like any other.
    const inside = await changed((json, folder) => {
      symlinkSync(json.weightsManifest[0].paths[0], join(folder, 'alias.bin'));
      json.weightsManifest[0].paths = ['alias.bin'];
    });
    expect(outputs(await loadLayersModel(fileSystem(inside)))).toEqual(outputs(small()));
  });

  it('has weights that do not fit its layers: TensorFlow.js refuses them', async () => {
    const other = await changed(spec({ shape: [9, 1, 1, 2] }));
    await expect(loadLayersModel(fileSystem(other))).rejects.toThrow(/[Ss]hape/);
    const renamed = await changed(spec({ name: 'conv9/kernel' }));
    await expect(loadLayersModel(fileSystem(renamed))).rejects.toThrow('conv9/kernel');
    const fewer = await changed((json) => Object.assign(json, { weightsManifest: [] }));
    await expect(loadLayersModel(fileSystem(fewer))).rejects.toThrow('are not set');
  });

  it('was never a model: saving refuses it', async () => {
    await expect(fileSystem(fresh()).save({ modelTopology: {} })).rejects.toEqual(refused('BAD_MODEL_FILE', 'weights'));
  });
});

it('exports exactly these names for Node', async () => {
  expect(Object.keys(await import('../src/node'))).toEqual(['fileSystem']);
});
