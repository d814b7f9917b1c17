import '@tensorflow/tfjs-backend-cpu';
import { report162Features, reportMfccFeatures } from '@ser/features';
import * as tf from '@tensorflow/tfjs-core';
import {
  type LayersModel,
  layers,
  input as modelInput,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { type Bundle, decodeBundle, encodeBundle, loadBundle, RecognizerError } from '../src';
import { codeOf } from './support/codeOf';
import { fill, parts } from './support/parts';
import { soundFeatures } from './support/soundFeatures';
import { pathsOf, tampered, withValue } from './support/tampered';
import { labels, tone } from './support/tones';

// SER_FUZZ_RUNS=20000 npx jest test/hostile.test.ts is the long run; SER_FUZZ_SEED replays or varies it.
const fuzz = { numRuns: Number(process.env.SER_FUZZ_RUNS ?? 300), seed: Number(process.env.SER_FUZZ_SEED ?? 1) };
const featureSets = [soundFeatures];

const first = 'modelTopology.config.layers.0';
const weight = 'weightsManifest.0.weights.0';
const load = (bundle: Bundle) => loadBundle(bundle, { featureSets });

/** A network whose weights are few and whose middle is as large as `n` says. */
function repetition(n: number) {
  const batch_input_shape = [null, 2];
  const chain = [
    { class_name: 'RepeatVector', config: { name: 'repeat', n, batch_input_shape } },
    { class_name: 'GlobalMaxPooling1D', config: { name: 'back' } },
    { class_name: 'Dense', config: { name: 'hidden', units: 5 } },
    { class_name: 'Dense', config: { name: 'scores', units: 3, activation: 'softmax' } },
  ];
  return { class_name: 'Sequential', config: { name: 'big', layers: chain } };
}

/** Two ways that meet: a graph, not a chain. */
function graph(): LayersModel {
  const input = modelInput({ shape: [2], name: 'sound' });
  const left = layers.dense({ name: 'left', units: 4, activation: 'tanh' }).apply(input) as SymbolicTensor;
  const right = layers.dense({ name: 'right', units: 4, activation: 'relu' }).apply(input) as SymbolicTensor;
  const both = layers.add({ name: 'both' }).apply([left, right]) as SymbolicTensor;
  const output = layers.dense({ name: 'out', units: labels.length, activation: 'softmax' }).apply(both);
  return fill(modelOf({ name: 'graph', inputs: input, outputs: output as SymbolicTensor }), 4);
}

describe('loadBundle takes a bundle as data', () => {
  let tensors: number;
  const { addWeight } = layers.Layer.prototype as unknown as { addWeight: unknown };
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    // What counts weights while a topology is read is gone again.
    expect((layers.Layer.prototype as unknown as { addWeight: unknown }).addWeight).toBe(addWeight);
  });

  it.each<[string, string, string, unknown]>([
    ['a class it does not know', 'UNKNOWN_LAYER', `${first}.class_name`, 'Lambda'],
    ['a class that is no plain arithmetic', 'UNKNOWN_LAYER', `${first}.class_name`, 'RandomWidth'],
    ['a name that every object has', 'UNKNOWN_LAYER', `${first}.class_name`, 'constructor'],
    ['a class in another spelling', 'BAD_BUNDLE', `${first}.className`, 'Lambda'],
    ['a class that is no text', 'BAD_BUNDLE', `${first}.class_name`, { a: 1 }],
    ['an activation that is a class', 'BAD_BUNDLE', `${first}.config.activation`, 'LSTM'],
    [
      'an activation that is an object',
      'BAD_BUNDLE',
      `${first}.config.activation`,
      { class_name: 'Dense', config: {} },
    ],
    ['objects of its own', 'BAD_BUNDLE', 'modelTopology.config.custom_objects', { Dense: ['x', 'y'] }],
    ['a layer that remembers', 'BAD_BUNDLE', `${first}.config.stateful`, true],
    ['more units than it has weights', 'BAD_BUNDLE', `${first}.config.units`, 2 ** 31],
    ['no whole number of units', 'BAD_BUNDLE', `${first}.config.units`, 2.5],
    ['less than no units', 'BAD_BUNDLE', `${first}.config.units`, -5],
    ['no first layer', 'BAD_BUNDLE', first, null],
    ['one output less', 'BAD_BUNDLE', 'modelTopology.config.layers.1.config.units', 2],
    ['no layers', 'BAD_BUNDLE', 'modelTopology.config.layers', []],
    ['no config', 'BAD_BUNDLE', 'modelTopology.config', null],
    ['a huge repetition', 'TOO_LARGE', 'modelTopology', repetition(2 ** 24)],
    ['a batch of its own', 'UNSUPPORTED_MODEL', `${first}.config.batch_input_shape`, [4, 2]],
    ['an input of another size', 'BAD_BUNDLE', `${first}.config.batch_input_shape`, [null, 3]],
    ['an open input of another rank', 'UNSUPPORTED_MODEL', `${first}.config.batch_input_shape`, [null, null, 2]],
    ['labels for other outputs', 'UNSUPPORTED_MODEL', 'labels', ['low', 'high']],
    ['a label twice', 'BAD_BUNDLE', 'labels', ['low', 'low', 'high']],
    ['a path out of its folder', 'BAD_BUNDLE', 'weightsManifest.0.paths.0', '../../etc/passwd'],
    ['weights in another type', 'BAD_BUNDLE', `${weight}.dtype`, 'int32'],
    ['weights of another shape', 'BAD_BUNDLE', `${weight}.shape`, [5, 2]],
    ['weights of another name', 'BAD_BUNDLE', `${weight}.name`, 'other/kernel'],
    ['more weights than bytes', 'BAD_BUNDLE', `${weight}.shape`, [2, 50]],
    ['terabytes of weights', 'TOO_LARGE', `${weight}.shape`, [2 ** 31, 2 ** 31]],
    ['another checksum', 'CHECKSUM_MISMATCH', 'weightsSha256', '0'.repeat(64)],
    ['a key of its own', 'BAD_BUNDLE', 'script', 'alert(1)'],
    ['a rate that no audio has', 'BAD_BUNDLE', 'clip.sampleRate', 1e12],
    ['a scaler that divides by zero', 'BAD_BUNDLE', 'scaler.scale.0', 0],
    ['a scaler of another size', 'BAD_BUNDLE', 'scaler.mean', [0, 0, 0]],
    ['features of another shape', 'BAD_BUNDLE', 'featureSet.shape', [1, 2]],
    ['features nobody has', 'UNKNOWN_FEATURE_SET', 'featureSet.name', 'smell'],
    ['a later format', 'UNSUPPORTED_VERSION', 'formatVersion', 2],
    ['another format', 'BAD_BUNDLE', 'format', 'layers-model'],
  ])('and refuses one with %s', async (_, code, path, value) => {
    const bundle = await tampered(path, value);
    tensors = tf.memory().numTensors;
    expect(await codeOf(load(bundle))).toBe(code);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it.each<[string, string, unknown]>([
    ['a circle', 'left.inbound_nodes.0.0.0', 'both'],
    ['a layer that waits for itself', 'left.inbound_nodes.0.0.0', 'left'],
    ['a layer that is not there', 'left.inbound_nodes.0.0.0', 'nobody'],
    ['a call that never happens', 'both.inbound_nodes.0.0.1', 7],
    ['an output that is not there', 'both.inbound_nodes.0.0.2', 7],
    ['a negative place', 'both.inbound_nodes.0.0.1', -1],
    ['two layers of a name', 'right.name', 'left'],
    ['a layer of two names', 'right.config.name', 'left'],
    ['settings of a call', 'both.inbound_nodes.0.0.3', { training: true }],
    ['an empty call', 'both.inbound_nodes.0', []],
    ['no calls', 'both.inbound_nodes', undefined],
  ])('and refuses a graph with %s, at once', async (_, path, value) => {
    const bundle = await tampered(`modelTopology.config.layers.${path}`, value, graph());
    tensors = tf.memory().numTensors;
    expect(await codeOf(load(bundle))).toBe('BAD_BUNDLE');
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it.each([
    ['outputs', [['nobody', 0, 0]]],
    ['inputs', []],
  ])('and refuses a graph with other %s', async (end, value) => {
    const path = `modelTopology.config.${end === 'outputs' ? 'output_layers' : 'input_layers'}`;
    const bundle = await tampered(path, value, graph());
    tensors = tf.memory().numTensors;
    expect(await codeOf(load(bundle))).toMatch(/^(BAD_BUNDLE|UNSUPPORTED_MODEL)$/);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('and takes a sound graph', async () => {
    const recognizer = await load(await tampered(undefined, undefined, graph()));
    expect(Object.keys((await recognizer.recognize(tone('low', 1))).probabilities)).toEqual(labels);
  });

  it('does not allocate what a topology claims', async () => {
    const bundle = await tampered(`${first}.config.units`, 2 ** 40);
    const bytes = tf.memory().numBytes;
    await expect(load(bundle)).rejects.toThrow(/weight kernel \[2, 1099511627776\] .* 33 values/);
    expect(tf.memory().numBytes).toBe(bytes);
  });

  it('does not begin what would take minutes', async () => {
    const model = sequential();
    model.add(layers.repeatVector({ n: 64, inputShape: [2] }));
    model.add(layers.reshape({ targetShape: [64, 2, 1] }));
    model.add(layers.conv2d({ filters: 1, kernelSize: [64, 64], padding: 'same' }));
    model.add(layers.globalMaxPooling2d({ dataFormat: 'channelsLast' }));
    model.add(layers.dense({ units: labels.length, activation: 'softmax' }));
    const { manifest, weights } = await tampered(undefined, undefined, fill(model, 1));
    expect((await load({ manifest, weights })).labels).toEqual(labels);
    const longer = withValue(manifest, `${first}.config.n`.split('.'), 2 ** 22);
    const path = 'modelTopology.config.layers.1.config.target_shape'.split('.');
    const slow = { manifest: withValue(longer, path, [2 ** 22, 2, 1]), weights };
    await expect(load(slow)).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining('multiplications'),
    });
  });

  it('refuses deep nesting and long lists without running out of stack or time', async () => {
    const { manifest, weights } = await tampered();
    const text = JSON.stringify(manifest);
    const deep = text.replace('"units":5', `"units":5,"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(deep).not.toBe(text);
    await expect(load({ manifest: JSON.parse(deep), weights })).rejects.toThrow('nested more than 64 deep');
    const long = await tampered(`${first}.config.long`, new Array(300_000).fill(0));
    await expect(load(long)).rejects.toThrow('more than 200000 entries');
  });

  it('names both versions of a feature set', async () => {
    const bundle = await tampered('featureSet.version', '0');
    await expect(load(bundle)).rejects.toMatchObject({
      code: 'FEATURE_SET_VERSION',
      message: expect.stringMatching(/sound version 0.*has version 1/),
    });
  });

  it("takes the report's feature sets when none are given, and no others", async () => {
    const model = sequential();
    model.add(layers.dense({ units: 3, inputShape: [162], activation: 'softmax' }));
    const bytes = await encodeBundle({
      ...parts(),
      model: fill(model, 1),
      featureSet: report162Features,
      scaler: null,
    });
    expect((await loadBundle(bytes)).featureSet.name).toBe('report162');
    expect(await codeOf(loadBundle(bytes, { featureSets: [reportMfccFeatures] }))).toBe('UNKNOWN_FEATURE_SET');
    expect(await codeOf(loadBundle(bytes, { featureSets: [] }))).toBe('UNKNOWN_FEATURE_SET');
  });

  it('takes a layer of the program only when the caller names it', async () => {
    class Doubled extends layers.Layer {
      static className = 'Doubled';
      override call(inputs: tf.Tensor | tf.Tensor[]) {
        return tf.mul(Array.isArray(inputs) ? inputs[0]! : inputs, 2);
      }
    }
    tf.serialization.registerClass(Doubled);
    const model = sequential();
    model.add(layers.dense({ units: 3, inputShape: [2] }));
    model.add(new Doubled({ name: 'doubled' }));
    model.add(layers.softmax());
    const customLayers = ['Doubled'];
    const all = { ...parts(), model: fill(model, 1) };
    expect(await codeOf(encodeBundle(all))).toBe('UNKNOWN_LAYER');
    const bytes = await encodeBundle({ ...all, customLayers });
    expect(await codeOf(loadBundle(bytes, { featureSets }))).toBe('UNKNOWN_LAYER');
    expect((await loadBundle(bytes, { featureSets, customLayers })).labels).toEqual(labels);
  });

  it('refuses a bundle above maxBytes before reading it', async () => {
    const bytes = await encodeBundle(parts());
    for (const source of [bytes, bytes.slice().buffer, new Blob([bytes.slice()]), decodeBundle(bytes)]) {
      expect(await codeOf(loadBundle(source, { featureSets, maxBytes: 50 }))).toBe('TOO_LARGE');
    }
    expect(await codeOf(loadBundle(bytes, { featureSets, maxBytes: 0 }))).toBe('INVALID_OPTION');
    expect(await codeOf(loadBundle(null as never))).toBe('INVALID_OPTION');
    expect(await codeOf(loadBundle({} as never))).toBe('INVALID_OPTION');
  });
});

describe('damaged bytes', () => {
  let bytes: Uint8Array;
  let header: number;
  beforeAll(async () => {
    bytes = await encodeBundle(parts());
    header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  });

  it('never pass as weights: any changed bit is found', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - header - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const flipped = bytes.slice();
        flipped[header + at] = flipped[header + at]! ^ change;
        expect(() => decodeBundle(flipped)).toThrow(expect.objectContaining({ code: 'CHECKSUM_MISMATCH' }));
      }),
    );
  });

  it('are refused when cut or lengthened anywhere', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeBundle(bytes.subarray(0, length))).toThrow(RecognizerError);
      }),
    );
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(() => decodeBundle(longer)).toThrow(expect.objectContaining({ code: 'BAD_BUNDLE' }));
  });

  it('are refused when they are anything at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(() => decodeBundle(noise)).toThrow(expect.objectContaining({ code: 'BAD_BUNDLE' }));
      }),
      { numRuns: 500 },
    );
  });

  it('in the header either are found or change nothing that matters: never another error, never NaN', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(header - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const flipped = bytes.slice();
        flipped[at] = flipped[at]! ^ change;
        await loadsOrRefuses(() => loadBundle(flipped, { featureSets }));
      }),
      fuzz,
    );
  });
});

describe('a manifest with any value anywhere', () => {
  const values = fc.oneof(
    fc.constantFrom<unknown>(null, true, '', 'Dense', 'x', [], {}, -1, 0, 1, 2, 3, 2.5, 1e9, 1e300, 2 ** 31, [
      null,
      1e9,
    ]),
    fc.jsonValue(),
  );

  it.each<[string, () => LayersModel]>([
    ['a chain', () => parts().model],
    ['a graph', graph],
  ])('loads or is refused by a code, and leaves nothing behind: %s', async (_, build) => {
    const { manifest, weights } = await tampered(undefined, undefined, build());
    const paths = pathsOf(manifest);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), values, async (path, value) => {
        await loadsOrRefuses(() => load({ manifest: withValue(manifest, path, value), weights }));
      }),
      fuzz,
    );
    // Nothing that was refused is remembered.
    const recognizer = await load({ manifest, weights });
    expect(Object.keys((await recognizer.recognize(tone('low', 1))).probabilities)).toEqual(labels);
  });
});

async function loadsOrRefuses(loading: () => ReturnType<typeof loadBundle>): Promise<void> {
  const before = tf.memory().numTensors;
  try {
    const recognizer = await loading();
    const result = await recognizer.recognize(tone('low', 1)).finally(() => recognizer.dispose());
    for (const probability of Object.values(result.probabilities)) expect(Number.isFinite(probability)).toBe(true);
  } catch (error) {
    if (!(error instanceof RecognizerError)) throw error;
  }
  expect(tf.memory().numTensors).toBe(before);
}
