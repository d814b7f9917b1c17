import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { RandomError } from './errors';
import { fillNormalPairs, fillUnits } from './fills';
import { log } from './log';
import type { Rng } from './rng';
import { unit } from './unit';

type Key = readonly (string | number)[];

interface SavedState {
  readonly algorithm: 'xoroshiro128plus-sha256-1';
  readonly key: Key;
  readonly state: readonly number[];
  readonly spare: number | null;
}

const ALGORITHM = 'xoroshiro128plus-sha256-1';
const TWO_POW_32 = 4294967296;

/**
 * A stream of random numbers from a seed: the same seed gives the same bytes on every engine and machine.
 *
 * Algorithm (never changed without a major version; pinned by a test): xoroshiro128+ of pure-rand, its 128 bits of state
 * the first 16 bytes, little-endian words, of sha256 over `JSON.stringify([seed])`; a fork appends its key to that list.
 * `uniform` takes 26 and 27 bits of two outputs; `normal` is Marsaglia's polar method with an own logarithm, so that only
 * operations that the language defines to the bit are used; `integer` rejects, so no value is favoured.
 *
 * @param seed a finite number or any text; 1 and '1' are different seeds
 * @throws RandomError `INVALID_ARGUMENT` for NaN or an infinite seed
 * @example
 * const rng = createRng(6);
 * const noise = rng.fork('noise').normal();
 * @see https://prng.di.unimi.it/xoroshiro128plus.c ; Marsaglia & Bray 1964 for the polar method
 */
export function createRng(seed: number | string): Rng {
  return fromKey([checkKey(seed, 'createRng', 'seed')]);
}

/**
 * Continues a stream where `state()` was taken: the next draws are those that would have followed.
 *
 * @param state text from `Rng.state()`
 * @throws RandomError `INVALID_STATE` when the text is not such a state
 */
export function restoreRng(state: string): Rng {
  const saved = parseState(state);
  return new XoroshiroRng(saved.key, xoroshiro128plusFromState(saved.state), saved.spare);
}

function fromKey(key: Key): Rng {
  const bytes = sha256(utf8ToBytes(JSON.stringify(key)));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const words = [0, 4, 8, 12].map((offset) => view.getInt32(offset, true));
  // The all-zero state would yield 0 for ever. No text with that hash is known; the guard costs nothing.
  if (!words.some(Boolean)) words[0] = 1;
  return new XoroshiroRng(key, xoroshiro128plusFromState(words), null);
}

class XoroshiroRng implements Rng {
  readonly #key: Key;
  #generator: JumpableRandomGenerator;
  // The polar method makes two deviates at a time; the second waits here.
  #spare: number | null;

  constructor(key: Key, generator: JumpableRandomGenerator, spare: number | null) {
    this.#key = key;
    this.#generator = generator;
    this.#spare = spare;
  }

  uniform(low = 0, high = 1): number {
    checkRange('uniform', low, high);
    return between(low, high, unit(this.#generator));
  }

  fillUniform(array: Float64Array, low = 0, high = 1): Float64Array {
    checkRange('fillUniform', low, high);
    this.#generator = fillUnits(array, this.#generator);
    for (let i = 0; i < array.length; i++) array[i] = between(low, high, array[i]!);
    return array;
  }

  normal(mean = 0, std = 1): number {
    if (!(Number.isFinite(mean) && Number.isFinite(std) && std >= 0)) {
      throw new RandomError(
        'INVALID_ARGUMENT',
        `normal: mean=${mean}, std=${std}; expected a finite mean and a finite std >= 0`,
      );
    }
    return mean + std * this.#standardNormal();
  }

  fillNormal(array: Float64Array): Float64Array {
    let from = 0;
    if (this.#spare !== null && array.length > 0) array[from++] = this.#standardNormal();
    const to = array.length - ((array.length - from) % 2);
    this.#generator = fillNormalPairs(array.subarray(from, to), this.#generator);
    if (to < array.length) array[to] = this.#standardNormal();
    return array;
  }

  integer(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= TWO_POW_32)) {
      throw new RandomError('INVALID_ARGUMENT', `integer: n=${n}; expected a whole number from 1 to 2^32`);
    }
    // Values past the last whole multiple of n would favour small results: draw again.
    const limit = TWO_POW_32 - (TWO_POW_32 % n);
    let value = this.#generator.next() >>> 0;
    while (value >= limit) value = this.#generator.next() >>> 0;
    return value % n;
  }

  shuffle<T>(array: readonly T[]): T[] {
    const shuffled = array.slice();
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = shuffled[i] as T;
      shuffled[i] = shuffled[j] as T;
      shuffled[j] = held;
    }
    return shuffled;
  }

  choice<T>(array: readonly T[]): T {
    if (array.length === 0) {
      throw new RandomError('INVALID_ARGUMENT', 'choice: array is empty; expected at least one element');
    }
    return array[this.integer(array.length)] as T;
  }

  permutation(n: number): Uint32Array {
    if (!(Number.isInteger(n) && n >= 0 && n < TWO_POW_32)) {
      throw new RandomError('INVALID_ARGUMENT', `permutation: n=${n}; expected a whole number from 0 to 2^32 - 1`);
    }
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order;
  }

  fork(key: string | number): Rng {
    return fromKey([...this.#key, checkKey(key, 'fork', 'key')]);
  }

  state(): string {
    const saved: SavedState = {
      algorithm: ALGORITHM,
      key: this.#key,
      state: this.#generator.getState(),
      spare: this.#spare,
    };
    return JSON.stringify(saved);
  }

  #standardNormal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * unit(this.#generator) - 1;
      y = 2 * unit(this.#generator) - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * log(square)) / square);
    this.#spare = y * factor;
    return x * factor;
  }
}

function checkRange(caller: string, low: number, high: number): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
    throw new RandomError(
      'INVALID_ARGUMENT',
      `${caller}: low=${low}, high=${high}; expected finite numbers with low <= high`,
    );
  }
}

/** @param share in [0, 1) */
function between(low: number, high: number, share: number): number {
  const value = low + (high - low) * share;
  // Rounding can reach `high` when the range is wide against its spacing; the interval is half open.
  return value < high || low === high ? value : low;
}

function checkKey(key: string | number, caller: string, parameter: string): string | number {
  // JSON has no NaN, no infinities and no negative zero: they would all share one stream with null or 0.
  if (typeof key === 'string' || (typeof key === 'number' && Number.isFinite(key))) return key;
  throw new RandomError('INVALID_ARGUMENT', `${caller}: ${parameter}=${String(key)}; expected a finite number or text`);
}

function parseState(text: string): SavedState {
  let saved: Partial<SavedState> | null;
  try {
    saved = JSON.parse(text);
  } catch {
    throw new RandomError('INVALID_STATE', 'restoreRng: state is not JSON; expected text from Rng.state()');
  }
  const { algorithm, key, state, spare } = saved ?? {};
  const valid =
    algorithm === ALGORITHM &&
    Array.isArray(key) &&
    key.length > 0 &&
    key.every((part) => typeof part === 'string' || Number.isFinite(part)) &&
    Array.isArray(state) &&
    state.length === 4 &&
    state.every((word) => Number.isInteger(word) && word === (word | 0)) &&
    state.some((word) => word !== 0) &&
    (spare === null || Number.isFinite(spare));
  if (!valid) {
    throw new RandomError(
      'INVALID_STATE',
      `restoreRng: state does not hold algorithm '${ALGORITHM}' with its key, four 32-bit words and spare; ` +
        'expected text from Rng.state() of this version',
    );
  }
  return saved as SavedState;
}
