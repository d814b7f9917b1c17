import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeCheckpoint, encodeCheckpoint, encodeWeights, type TrainCheckpoint } from '../../src';
import { sampleCheckpoint, weightsFrom } from '../support/sampleCheckpoint';

const bad = expect.objectContaining({ code: 'BAD_CHECKPOINT' });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** A file with any header and values, and a checksum that is right: what only a forger would write. */
function sealed(header: unknown, values: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const body = Buffer.concat([length, text, values]);
  return Buffer.concat([body, sha256(body)]);
}

interface Header {
  __metadata__: Record<string, string>;
  [tensor: string]: unknown;
}

/** The header of a checkpoint, and its values without the checksum. */
function opened(bytes: Uint8Array): { header: Header; values: Uint8Array } {
  const start = 8 + Number(Buffer.from(bytes).readBigUInt64LE());
  return {
    header: JSON.parse(Buffer.from(bytes.subarray(8, start)).toString()),
    values: bytes.subarray(start, bytes.length - 32),
  };
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const floats = fc.float32Array({ noNaN: true, noDefaultInfinity: true, maxLength: 5 });
const count = fc.nat(1_000_000);
const weights = fc
  .dictionary(fc.string({ minLength: 1 }), floats, { maxKeys: 3, noNullPrototype: true })
  .map((tensors) =>
    weightsFrom(Object.fromEntries(Object.entries(tensors).map(([key, values]) => [key, [...values]]))),
  );
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    finite,
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const moment = fc.nat(4).chain((length) => {
  const same = fc.float32Array({ noNaN: true, noDefaultInfinity: true, minLength: length, maxLength: length });
  return fc.record({ m: same, v: same });
});
const checkpoints: fc.Arbitrary<TrainCheckpoint> = fc.record(
  {
    identity: fc.record({
      seed: fc.oneof(finite, fc.string()),
      batchSize: fc.integer({ min: 1 }),
      rows: fc.integer({ min: 1 }),
      batches: fc.integer({ min: 1 }),
    }),
    nextEpoch: count,
    stopTraining: fc.boolean(),
    weights,
    optimizer: fc.record({ step: count, learningRate: finite, moments: fc.array(moment, { maxLength: 3 }) }),
    averaging: fc.record({ count, values: fc.array(floats, { maxLength: 3 }) }),
    callbacks: fc.array(
      fc.option(fc.record({ name: fc.string(), json, weights }, { requiredKeys: ['name', 'json'] })),
      { maxLength: 3 },
    ),
    epochs: fc.array(
      fc.record(
        { epoch: count, loss: finite, accuracy: finite, valLoss: finite, learningRate: finite, seconds: finite },
        { requiredKeys: ['epoch', 'loss', 'accuracy', 'learningRate', 'seconds'] },
      ),
      { maxLength: 3 },
    ),
    stage: fc.array(count, { minLength: 1, maxLength: 4 }).map((starts) => ({ index: starts.length - 1, starts })),
  },
  {
    requiredKeys: ['identity', 'nextEpoch', 'stopTraining', 'weights', 'optimizer', 'callbacks', 'epochs'],
    noNullPrototype: true,
  },
) as fc.Arbitrary<TrainCheckpoint>;

describe('a checkpoint as bytes', () => {
  it('comes back to the same bits, -0 and denormals too', () => {
    // toEqual tells -0 from 0.
    expect(decodeCheckpoint(encodeCheckpoint(sampleCheckpoint()))).toEqual(sampleCheckpoint());
    fc.assert(
      fc.property(checkpoints, (checkpoint) => {
        expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it('is the same bytes for the same checkpoint, and another for another', () => {
    expect(encodeCheckpoint(sampleCheckpoint())).toEqual(encodeCheckpoint(sampleCheckpoint()));
    expect(encodeCheckpoint(sampleCheckpoint(3))).not.toEqual(encodeCheckpoint(sampleCheckpoint()));
  });

  it('keeps fields that later versions of fit add', () => {
    const later = { ...sampleCheckpoint(), added: { figure: 1.5 } };
    const epochs = later.epochs.map((log) => ({ ...log, valUar: 0.1 + 0.2 }));
    expect(decodeCheckpoint(encodeCheckpoint({ ...later, epochs }))).toEqual({ ...later, epochs });
  });

  it('shares no memory with the bytes, wherever they lie in their buffer', () => {
    const bytes = encodeCheckpoint(sampleCheckpoint());
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const decoded = decodeCheckpoint(shifted.subarray(3));
    shifted.fill(0xff);
    expect(decoded).toEqual(sampleCheckpoint());
  });
});

describe('what no training can go on from is not written', () => {
  const figures = sampleCheckpoint().epochs[0]!;
  const state = (json: unknown) => ({ callbacks: [{ name: 'mine', json }] });
  const cycle: unknown[] = [];
  cycle.push(cycle);
  class Counter {}

  it.each<[string, Partial<TrainCheckpoint>, RegExp]>([
    ['a loss that is NaN', { epochs: [{ ...figures, loss: Number.NaN }] }, /epochs\[0\]\.loss is NaN/],
    ['an infinite figure', { epochs: [{ ...figures, valLoss: Infinity }] }, /epochs\[0\]\.valLoss is Infinity/],
    ['a state with NaN', state({ a: [0, Number.NaN] }), /callbacks\[0\]\.json\.a\[1\] is NaN/],
    ['a state with a class instance', state(new Counter()), /callbacks\[0\]\.json is a Counter/],
    ['a state with a typed array', state({ a: new Float32Array(1) }), /json\.a is a Float32Array/],
    ['a state with a function', state({ a: () => 1 }), /json\.a is a function/],
    ['a state with a hole', state([1, undefined]), /json\[1\] is undefined/],
    ['a state that contains itself', state(cycle), /contains itself/],
    ['a weight that is NaN', { weights: weightsFrom({ a: [1, Number.NaN] }) }, /weights\/a holds NaN at index 1/],
    [
      'a moment that is infinite',
      { optimizer: { step: 1, learningRate: 1, moments: [{ m: Float32Array.of(1), v: Float32Array.of(Infinity) }] } },
      /v\/0 holds Infinity at index 0/,
    ],
    [
      'moments of two lengths',
      { optimizer: { step: 1, learningRate: 1, moments: [{ m: Float32Array.of(1), v: Float32Array.of(1, 2) }] } },
      /moment 0 has 1 and 2 values/,
    ],
    [
      'weights whose specs describe another length',
      { weights: { ...weightsFrom({ a: [1] }), specs: [{ name: 'a', shape: [2], dtype: 'float32' }] } },
      /weights has 4 bytes; its specs describe 8/,
    ],
    [
      'two weights of one name',
      {
        weights: {
          ...weightsFrom({ a: [1, 2] }),
          specs: [
            { name: 'a', shape: [1], dtype: 'float32' },
            { name: 'a', shape: [1], dtype: 'float32' },
          ],
        },
      },
      /two tensors are called weights\/a/,
    ],
    ['a negative epoch', { nextEpoch: -1 }, /nextEpoch is -1; expected a whole number/],
    ['stages without their starts', { stage: { index: 1, starts: [0] } }, /stage\.starts is \[0\]/],
  ])('%s', (_what, part, sentence) => {
    const encode = () => encodeCheckpoint({ ...sampleCheckpoint(), ...part });
    expect(encode).toThrow(bad);
    expect(encode).toThrow(sentence);
  });
});

describe('damage is found', () => {
  const bytes = encodeCheckpoint(sampleCheckpoint());

  it('at every length that the file may be cut to', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeCheckpoint(bytes.subarray(0, length))).toThrow(bad);
    }
    expect(() => decodeCheckpoint(bytes.subarray(0, -1))).toThrow(/truncated: it has \d+ bytes, its header describes/);
    expect(() => decodeCheckpoint(new Uint8Array(0))).toThrow(/the file is empty/);
  });

  it('in every single bit', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeCheckpoint(flipped)).toThrow(bad);
    }
  });

  it('where bytes follow the end', () => {
    expect(() => decodeCheckpoint(Buffer.concat([bytes, Buffer.alloc(1)]))).toThrow(/too long/);
  });

  it('where a block was lost, doubled or is that of another file', () => {
    const other = encodeCheckpoint(sampleCheckpoint(3));
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length), fc.constantFrom('zero', 'other'), (a, b, kind) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const changed = bytes.slice();
        if (kind === 'zero') changed.fill(0, from, to);
        else changed.set(other.subarray(from, to), from);
        fc.pre(!Buffer.from(changed).equals(bytes) && !Buffer.from(changed).equals(other));
        expect(() => decodeCheckpoint(changed)).toThrow(bad);
      }),
    );
  });
});

describe('bytes of strangers', () => {
  it('are refused whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(() => decodeCheckpoint(noise)).toThrow(bad);
      }),
    );
    expect(() => decodeCheckpoint(encodeWeights(sampleCheckpoint().weights))).toThrow(bad);
  });

  it.each([
    ['a header of 2^64 - 1 bytes', Buffer.concat([Buffer.alloc(8, 0xff), Buffer.alloc(100)])],
    ['a header that is not JSON', sealed('{')],
    ['a header that is a list', sealed([])],
    ['a header without metadata', sealed({})],
    ['a header of nested lists only', sealed('['.repeat(200_000) + ']'.repeat(200_000))],
  ])('%s is refused', (_what, file) => {
    expect(() => decodeCheckpoint(file)).toThrow(bad);
  });

  it('are refused although the checksum is right, when shapes and places do not fit', () => {
    const { header, values } = opened(encodeCheckpoint(sampleCheckpoint()));
    const name = 'weights/dense/kernel';
    const huge = Number.MAX_SAFE_INTEGER;
    for (const entry of [
      null,
      { dtype: 'F64', shape: [4], data_offsets: [0, 32] },
      { dtype: 'F32', shape: [4.5], data_offsets: [0, 18] },
      { dtype: 'F32', shape: [-4], data_offsets: [0, -16] },
      { dtype: 'F32', shape: 'wide', data_offsets: [0, 16] },
      { dtype: 'F32', shape: [4], data_offsets: [0] },
      { dtype: 'F32', shape: [4], data_offsets: [1, 17] },
      { dtype: 'F32', shape: [huge, huge], data_offsets: [0, 16] },
      { dtype: 'F32', shape: Array(30).fill(huge).concat(0), data_offsets: [0, 0] },
      { dtype: 'F32', shape: [huge], data_offsets: [0, huge] },
    ]) {
      expect(() => decodeCheckpoint(sealed({ ...header, [name]: entry }, values))).toThrow(bad);
    }
    expect(() => decodeCheckpoint(sealed(header, values))).not.toThrow();
  });

  it('are refused although the checksum is right, when tensors are missing, foreign or not finite', () => {
    const { header, values } = opened(encodeCheckpoint(sampleCheckpoint()));
    const infinite = values.slice();
    new DataView(infinite.buffer).setFloat32(0, Infinity, true);
    expect(() => decodeCheckpoint(sealed(header, infinite))).toThrow(/weights\/dense\/kernel holds Infinity/);
    const renamed = (from: string, to: string) =>
      sealed(JSON.stringify(header).replace(JSON.stringify(from), JSON.stringify(to)), values);
    expect(() => decodeCheckpoint(renamed('m/0', 'x/0'))).toThrow(bad);
    const plain = opened(encodeCheckpoint({ ...sampleCheckpoint(), callbacks: [] }));
    const { averaging, ...without } = JSON.parse(plain.header.__metadata__.checkpoint!);
    const metadata = { ...plain.header.__metadata__, checkpoint: JSON.stringify(without) };
    const orphaned = sealed({ ...plain.header, __metadata__: metadata }, plain.values);
    expect(() => decodeCheckpoint(orphaned)).toThrow(/tensor average\/0 belongs to nothing/);
    const changed = values.slice();
    changed[0]! ^= 1;
    expect(() => decodeCheckpoint(sealed(header, changed))).toThrow(/weights do not match their own checksum/);
  });

  it('of a later format are named so', () => {
    const { header, values } = opened(encodeCheckpoint(sampleCheckpoint()));
    const later = { ...header, __metadata__: { ...header.__metadata__, version: '2' } };
    expect(() => decodeCheckpoint(sealed(later, values))).toThrow(/format version 2, this @ser\/train reads 1/);
  });

  it('are refused although the checksum is right, when their JSON is not one of a checkpoint', () => {
    const { header, values } = opened(encodeCheckpoint(sampleCheckpoint()));
    const { checkpoint, ...metadata } = header.__metadata__;
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    // 1e999 is JSON, and Infinity once it is parsed.
    const infinite = checkpoint!.replace('"wait":1', '"wait":1e999');
    for (const json of [undefined, '', 'null', '[]', nested, infinite]) {
      const forged = { ...header, __metadata__: { ...metadata, checkpoint: json } };
      expect(() => decodeCheckpoint(sealed(forged, values))).toThrow(bad);
    }
  });

  it('give an error or a checkpoint that can be written again, whatever its JSON says', () => {
    const { header, values } = opened(encodeCheckpoint(sampleCheckpoint()));
    const fields = JSON.parse(header.__metadata__.checkpoint!) as Record<string, unknown>;
    const paths = pathsIn(fields);
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(json, fc.constant(undefined)), (path, value) => {
        const checkpoint = JSON.stringify(replaceAt(fields, path, value));
        const file = sealed({ ...header, __metadata__: { ...header.__metadata__, checkpoint } }, values);
        try {
          encodeCheckpoint(decodeCheckpoint(file));
          accepted++;
        } catch (error) {
          expect(error).toEqual(bad);
          expect((error as Error).message.length).toBeLessThan(400);
        }
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});

describe('safetensors for Python', () => {
  const python = pythonWithSafetensors();
  if (!python) {
    console.warn('skipped: Python reads a checkpoint (no Python with safetensors and numpy; set SER_PYTHON to one)');
  }
  (python ? it : it.skip)('reads every tensor and finds the checksum right', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ser-checkpoint-'));
    try {
      const path = join(folder, 'a.safetensors');
      writeFileSync(path, encodeCheckpoint(sampleCheckpoint()));
      const script = [
        'import sys, json, hashlib, struct',
        'from safetensors.numpy import load_file',
        't = load_file(sys.argv[1])',
        'b = open(sys.argv[1], "rb").read()',
        'h = json.loads(b[8 : 8 + struct.unpack("<Q", b[:8])[0]])',
        'c = json.loads(h["__metadata__"]["checkpoint"])',
        'seal = t.pop("sha256").tobytes() == hashlib.sha256(b[:-32]).digest()',
        'print(json.dumps([{k: v.tolist() for k, v in t.items()}, c["epochs"][0]["loss"], seal]))',
      ].join('\n');
      const printed = execFileSync(python!, ['-c', script, path], { encoding: 'utf8' });
      expect(JSON.parse(printed)).toEqual([
        {
          'weights/dense/kernel': [0.1, -0, 1e-45, -3.4e38].map(Math.fround),
          'weights/dense/bias': [],
          'm/0': [1, -0, 3],
          'v/0': [0.5, 0, Math.fround(1e-40)],
          'average/0': [7, 8],
          'callbacks/1/a': [9],
        },
        1 / 3,
        true,
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function pythonWithSafetensors(): string | undefined {
  return [process.env.SER_PYTHON, 'python3'].find((candidate) => {
    if (!candidate) return false;
    try {
      execFileSync(candidate, ['-c', 'import safetensors, numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false; // this one lacks them: try the next
    }
  });
}

/** Every place in a JSON value. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, entry]) => pathsIn(entry).map((path) => [key, ...path]))];
}

function replaceAt(value: unknown, [key, ...rest]: string[], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const entries = Object.entries(value as object).map(([name, entry]) => [
    name,
    name === key ? replaceAt(entry, rest, replacement) : entry,
  ]);
  return Array.isArray(value) ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
}
