import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { addMissingTensorMethods, exportKerasWeights, importKerasWeights } from '../../src';

addMissingTensorMethods();

const dense = (units = 3, names = ['first', 'second']) =>
  sequential({
    layers: [
      layers.dense({ name: names[0]!, units, inputShape: [2], kernelInitializer: 'ones' }),
      layers.dense({ name: names[1]!, units: 2, kernelInitializer: 'ones' }),
    ],
  });

const valuesOf = (model: LayersModel) => model.getWeights().map((weight) => Array.from(weight.dataSync()));

const refused = (code: string, part = '') =>
  expect.objectContaining({ name: 'ModelsError', code, message: expect.stringContaining(part) });

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: number[];
}
interface Header {
  __metadata__: Record<string, string>;
  [tensor: string]: Entry | Record<string, string>;
}

/** The same file with another header, and with other values under their right checksum. */
function rewrite(bytes: Uint8Array, change: (header: Header, data: Uint8Array) => unknown): Uint8Array {
  const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const data = bytes.slice(start);
  change(header, data);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new Uint8Array(8 + text.length + data.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  out.set(data, 8 + text.length);
  return out;
}

const sign = (header: Header, data: Uint8Array) => {
  header.__metadata__.sha256 = createHash('sha256').update(data).digest('hex');
};

describe('a file of weights', () => {
  it('names tensors by layer and weight, and lists the layers', async () => {
    const bytes = await exportKerasWeights(dense());
    let seen: Header | undefined;
    rewrite(bytes, (header) => {
      seen = header;
    });
    expect(Object.keys(seen!)).toEqual(['__metadata__', 'first/kernel', 'first/bias', 'second/kernel', 'second/bias']);
    expect(seen!['first/bias']).toEqual({ dtype: 'F32', shape: [3], data_offsets: [24, 36] });
    expect(seen!.__metadata__).toMatchObject({
      format: 'keras-weights-1',
      layers: '[["first","Dense"],["second","Dense"]]',
    });
  });

  it('goes to the layers of the same names, in whatever order they are, else to those of the same place', async () => {
    const source = dense(2);
    source.layers[0]!.setWeights([tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([5, 6])]);
    const bytes = await exportKerasWeights(source);
    const swapped = dense(2, ['second', 'first']);
    importKerasWeights(swapped, bytes);
    expect(valuesOf(swapped)).toEqual([...valuesOf(source).slice(2), ...valuesOf(source).slice(0, 2)]);
    const renamed = dense(2, ['one', 'second']);
    importKerasWeights(renamed, bytes);
    expect(valuesOf(renamed)).toEqual(valuesOf(source));
  });

  it('is the same for a frozen model, and leaves no tensors behind', async () => {
    const build = () =>
      sequential({ layers: [layers.batchNormalization({ inputShape: [2] }), layers.dense({ units: 1, name: 'd' })] });
    const model = build();
    const four = [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ].map((values) => tf.tensor1d(values));
    model.layers[0]!.setWeights(four);
    const before = tf.memory().numTensors;
    const bytes = await exportKerasWeights(model);
    const frozen = build();
    for (const layer of frozen.layers) layer.trainable = false;
    const made = tf.memory().numTensors;
    importKerasWeights(frozen, bytes);
    expect(tf.memory().numTensors).toBe(made);
    expect(made - before).toBe(6);
    // Four weights of two channels, a kernel of two and a bias.
    const again = await exportKerasWeights(frozen);
    expect(again.subarray(-44)).toEqual(bytes.subarray(-44));
  });

  it('does not change the bytes it is read from', async () => {
    const bytes = await exportKerasWeights(dense());
    const copy = bytes.slice();
    importKerasWeights(dense(), bytes);
    expect(bytes).toEqual(copy);
    // A view into a larger buffer, at an odd offset.
    const larger = new Uint8Array(bytes.length + 11);
    larger.set(bytes, 3);
    importKerasWeights(dense(), larger.subarray(3, 3 + bytes.length));
  });
});

describe('a file that does not fit leaves the model as it was', () => {
  const cases: [string, string, string, (header: Header, data: Uint8Array) => unknown][] = [
    [
      'a missing weight',
      'WEIGHTS_MISMATCH',
      'second/bias',
      (h, d) => {
        // Renamed, so that the values are still all described.
        h['second/other'] = h['second/bias']!;
        delete h['second/bias'];
        sign(h, d);
      },
    ],
    [
      'a weight too many',
      'WEIGHTS_MISMATCH',
      'third/bias',
      (h) => {
        h['third/bias'] = { dtype: 'F32', shape: [0], data_offsets: [68, 68] };
      },
    ],
    [
      'another shape',
      'WEIGHTS_MISMATCH',
      '[3, 2]',
      (h) => {
        (h['first/kernel'] as Entry).shape = [3, 2];
      },
    ],
    [
      'another class',
      'WEIGHTS_MISMATCH',
      'Conv1D',
      (h) => {
        h.__metadata__.layers = '[["first","Dense"],["second","Conv1D"]]';
      },
    ],
    [
      'a layer too many',
      'WEIGHTS_MISMATCH',
      'third (Dense)',
      (h) => {
        h.__metadata__.layers = '[["first","Dense"],["second","Dense"],["third","Dense"]]';
      },
    ],
    [
      'a layer too few',
      'WEIGHTS_MISMATCH',
      'missing in the file',
      (h) => {
        h.__metadata__.layers = '[["first","Dense"]]';
      },
    ],
    [
      'two layers of one name',
      'BAD_WEIGHTS',
      'metadata.layers',
      (h) => {
        h.__metadata__.layers = '[["first","Dense"],["first","Dense"]]';
      },
    ],
    [
      'no list of layers',
      'BAD_WEIGHTS',
      'metadata.layers',
      (h) => {
        delete h.__metadata__.layers;
      },
    ],
    [
      'another format',
      'BAD_WEIGHTS',
      'keras-weights-1',
      (h) => {
        h.__metadata__.format = 'pt';
      },
    ],
    [
      'a wrong checksum',
      'BAD_WEIGHTS',
      'sha256',
      (h) => {
        h.__metadata__.sha256 = '0'.repeat(64);
      },
    ],
    [
      'no checksum',
      'BAD_WEIGHTS',
      'sha256',
      (h) => {
        delete h.__metadata__.sha256;
      },
    ],
    [
      'a value that is not finite',
      'BAD_WEIGHTS',
      'first/kernel is NaN at index 1',
      (h, d) => {
        new DataView(d.buffer).setFloat32(4, Number.NaN, true);
        sign(h, d);
      },
    ],
    [
      'half precision',
      'BAD_WEIGHTS',
      'first/bias',
      (h) => {
        (h['first/bias'] as Entry).dtype = 'F16';
      },
    ],
    [
      'tensors that overlap',
      'BAD_WEIGHTS',
      'should begin',
      (h) => {
        (h['first/bias'] as Entry).data_offsets = [12, 24];
      },
    ],
    [
      'a tensor outside the file',
      'BAD_WEIGHTS',
      'second/bias',
      (h) => {
        (h['second/bias'] as Entry).shape = [2 ** 40];
        (h['second/bias'] as Entry).data_offsets = [60, 60 + 2 ** 42];
      },
    ],
    [
      'a negative size',
      'BAD_WEIGHTS',
      'second/bias',
      (h) => {
        (h['second/bias'] as Entry).shape = [-2];
      },
    ],
    [
      'values that no tensor describes',
      'BAD_WEIGHTS',
      'holds 68',
      (h) => {
        delete h['second/bias'];
      },
    ],
    [
      'metadata that are no strings',
      'BAD_WEIGHTS',
      '__metadata__',
      (h) => {
        (h.__metadata__ as Record<string, unknown>).layers = [];
      },
    ],
  ];

  it.each(cases)('%s: %s, %s', async (_name, code, part, change) => {
    const bytes = rewrite(await exportKerasWeights(dense()), change);
    const model = dense();
    model.layers[1]!.setWeights([tf.fill([3, 2], 7), tf.tensor1d([8, 9])]);
    const before = valuesOf(model);
    expect(() => importKerasWeights(model, bytes)).toThrow(refused(code, part));
    expect(valuesOf(model)).toEqual(before);
  });

  it.each([
    ['a list', '[]'],
    ['no JSON', '{'],
    ['null', 'null'],
  ])('a header that is %s', (_name, text) => {
    const bytes = new Uint8Array(8 + text.length);
    bytes[0] = text.length;
    bytes.set(new TextEncoder().encode(text), 8);
    expect(() => importKerasWeights(dense(), bytes)).toThrow(refused('BAD_WEIGHTS', 'header'));
  });

  it('a file cut short anywhere, other bytes, and no bytes at all', async () => {
    const bytes = await exportKerasWeights(dense());
    const model = dense();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => importKerasWeights(model, bytes.subarray(0, length))).toThrow(refused('BAD_WEIGHTS'));
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        expect(() => importKerasWeights(model, noise)).toThrow(refused('BAD_WEIGHTS'));
      }),
    );
    expect(() => importKerasWeights(model, 'weights.safetensors' as never)).toThrow(refused('BAD_WEIGHTS', 'string'));
  });

  it('a flipped bit anywhere is refused, or stands where it changes no weight', async () => {
    const bytes = await exportKerasWeights(dense());
    const expected = valuesOf(dense());
    let harmless = 0;
    for (let bit = 0; bit < 8 * bytes.length; bit += 3) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const model = dense();
      try {
        importKerasWeights(model, flipped);
        harmless++;
      } catch (error) {
        expect(error).toMatchObject({ name: 'ModelsError' });
      }
      expect(valuesOf(model)).toEqual(expected);
      model.dispose();
    }
    // Only the writer's name and the layers' (which then go by order) may read otherwise.
    expect(harmless).toBeLessThan(80);
  });
});

describe('what cannot be the same in both libraries is refused', () => {
  it('a GRU of Keras with reset_after, alone or in both directions, and told how to train it', async () => {
    const gru = () => layers.gru({ units: 2, recurrentActivation: 'sigmoid', inputShape: [3, 2], name: 'g' });
    for (const layer of [gru(), layers.bidirectional({ layer: gru() as never, name: 'g', inputShape: [3, 2] })]) {
      const model = sequential({ layers: [layer] });
      const bytes = rewrite(await exportKerasWeights(model), (header) => {
        header.__metadata__.layers = header.__metadata__.layers!.replace('GRU', 'GRU reset_after');
      });
      expect(() => importKerasWeights(model, bytes)).toThrow(refused('UNSUPPORTED_LAYER', 'reset_after=False'));
    }
  });

  it.each([
    ['a recurrent layer', () => layers.lstm({ units: 2, inputShape: [3, 2] })],
    ['both directions', () => layers.bidirectional({ layer: layers.gru({ units: 2 }) as never, inputShape: [3, 2] })],
    ['a layer without weights', () => layers.activation({ activation: 'hardSigmoid', inputShape: [2] })],
  ])('hardSigmoid in %s, which is another function in Keras', async (_name, make) => {
    const model = sequential({ layers: [make()] });
    await expect(exportKerasWeights(model)).rejects.toEqual(refused('UNSUPPORTED_LAYER', 'hardSigmoid'));
    expect(() => importKerasWeights(model, new Uint8Array(8))).toThrow(refused('UNSUPPORTED_LAYER', 'hardSigmoid'));
  });

  it('a layer of another class', async () => {
    const model = sequential({ layers: [layers.prelu({ name: 'slope', inputShape: [2] })] });
    await expect(exportKerasWeights(model)).rejects.toEqual(refused('UNSUPPORTED_LAYER', 'slope is a PReLU'));
  });

  it('weights that are not finite', async () => {
    const model = dense();
    model.layers[0]!.setWeights([tf.fill([2, 3], Number.NaN), tf.zeros([3])]);
    await expect(exportKerasWeights(model)).rejects.toEqual(refused('BAD_WEIGHTS', 'first/kernel is NaN'));
  });
});
