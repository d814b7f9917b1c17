import type { AudioClip } from '@ser/dsp';
import { FeatureError } from './errors';

/** What crosses to a worker thread: `(await import(module))[export]` is the thing, or a factory called with `options`. */
export interface ModuleReference {
  readonly module: string;
  readonly export: string;
  readonly options?: unknown;
}

/** A named, versioned way from a clip to a fixed number of values. */
export interface FeatureSet {
  readonly name: string;
  /** Changes whenever a value may change; caches are keyed by it. */
  readonly version: string;
  /** Names of the last axis. */
  readonly columns: readonly string[];
  /** Units of the columns, one each: 'Hz', 'dB', '1' for a bare number. */
  readonly units?: readonly string[];
  /** Shape of one clip's features, e.g. [162] or [224, 20] (frames x coefficients, row-major). */
  readonly shape: readonly number[];
  extract(clip: AudioClip): Float32Array;
  readonly reference?: ModuleReference;
}

/**
 * Makes a feature set whose `extract` is checked: exactly the product of `shape` finite values.
 *
 * @throws FeatureError `INVALID_OPTION` for a nameless set, a bad shape, or columns (or units) that do not name the last axis once each;
 * `extract` throws `SHAPE_MISMATCH` or `NON_FINITE_SAMPLES` when the function given returns something else.
 * @example
 * const loudness = defineFeatureSet({ name: 'peak', version: '1', columns: ['peak'], shape: [1],
 *   extract: ({ samples }) => Float32Array.of(samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)) });
 */
export function defineFeatureSet(definition: FeatureSet): FeatureSet {
  const { name, version, columns, units, shape, reference } = definition;
  if (!name || !version) {
    throw new FeatureError(
      'INVALID_OPTION',
      `defineFeatureSet: name and version must not be empty, received '${name}', '${version}'`,
    );
  }
  if (shape.length === 0 || !shape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new FeatureError(
      'INVALID_OPTION',
      `defineFeatureSet('${name}'): shape must be positive whole numbers, received [${shape}]`,
    );
  }
  if (columns.length !== shape.at(-1) || new Set(columns).size !== columns.length) {
    throw new FeatureError(
      'INVALID_OPTION',
      `defineFeatureSet('${name}'): columns must name the ${shape.at(-1)} places of the last axis once each, received ${columns.length} (${new Set(columns).size} different)`,
    );
  }
  if (units && units.length !== columns.length) {
    throw new FeatureError(
      'INVALID_OPTION',
      `defineFeatureSet('${name}'): units must be one a column, ${columns.length}, received ${units.length}`,
    );
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const set = {
    name,
    version,
    columns: Object.freeze([...columns]),
    ...(units && { units: Object.freeze([...units]) }),
    shape: Object.freeze([...shape]),
    extract(clip: AudioClip): Float32Array {
      const values = definition.extract(clip);
      if (values.length !== size) {
        throw new FeatureError(
          'SHAPE_MISMATCH',
          `feature set '${name}': extract returned ${values.length} values, its shape [${shape}] needs ${size}`,
        );
      }
      for (let i = 0; i < size; i++) {
        if (!Number.isFinite(values[i]!)) {
          throw new FeatureError(
            'NON_FINITE_SAMPLES',
            `feature set '${name}': value ${i} (${columns[i % columns.length]}) is ${values[i]}`,
          );
        }
      }
      return values;
    },
  };
  return Object.freeze(reference ? { ...set, reference: Object.freeze({ ...reference }) } : set);
}
