import type { AudioClip, Matrix } from '@ser/dsp';
import { createRng } from '@ser/random';
import { lcgNoise } from '../../../../tools/golden/signals';
import { type Augmentation, type Batch, batchBuiltIns, builtIns, matrixBuiltIns } from '../../src/index';
import { batchCases, cases, matrixCases } from './cases';

const SEEDS = [0, 6];

/** Speech-like in that it is loud and quiet by turns; made of products and sums alone, which are the same everywhere. */
const clip: AudioClip = {
  samples: Float32Array.from(lcgNoise(9000, 1), (x, n) => x * (0.02 + (((n / 1500) % 1) * (n % 90)) / 90)),
  sampleRate: 22050,
};
const matrix: Matrix = { data: Float32Array.from(lcgNoise(60 * 40, 2), (x) => 40 * x - 40), rows: 60, cols: 40 };
const batch: Batch = { data: Float32Array.from(lcgNoise(5 * 30 * 20, 3)), rows: 5, shape: [30, 20] };

type Factory<T> = (options: never) => Augmentation<T>;
type Cases = Readonly<Record<string, readonly object[]>>;

/** Of every built-in with all its options and seeds: what it drew, how much came out, and a hash of the bits. */
export function fingerprints(): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...lines<AudioClip>(builtIns, cases, clip, ({ samples }) => samples),
    ...lines<Matrix>(matrixBuiltIns, matrixCases, matrix, ({ data }) => data),
    ...lines<Batch>(batchBuiltIns, batchCases, batch, ({ data }) => data),
  ]);
}

function* lines<T>(
  factories: Readonly<Record<string, Factory<T>>>,
  options: Cases,
  input: T,
  valuesOf: (output: T) => Float32Array,
): Iterable<[string, string]> {
  for (const [name, factory] of Object.entries(factories)) {
    for (const [index, given] of options[name]!.entries()) {
      for (const seed of SEEDS) {
        const augmentation = factory(given as never);
        let drawn = '';
        const output = augmentation.apply(input, createRng(seed), (each) => {
          drawn = JSON.stringify(each);
        });
        const values = valuesOf(output);
        yield [`${name}, case ${index}, seed ${seed}`, `${drawn}: ${values.length} values, ${hashOf(values)}`];
      }
    }
  }
}

/** FNV-1a of the bits. */
function hashOf(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
