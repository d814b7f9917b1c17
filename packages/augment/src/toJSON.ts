import type { Augmentation } from './augmentation';
import { AugmentError } from './errors';

/** An augmentation as JSON; compositions hold those of their members in `options.augmentations`. */
export interface AugmentationJson {
  readonly name: string;
  readonly options?: unknown;
}

/**
 * The JSON of an augmentation or of a whole pipeline, for `fromJSON`.
 *
 * @throws AugmentError `INVALID_JSON` when its options hold what JSON does not keep
 * @example
 * JSON.stringify(toJSON(compose([timeStretch({ rate: [0.9, 1.1] }), noise()])));
 */
export function toJSON<T>({ name, options }: Augmentation<T>): AugmentationJson {
  if (!isJson(options)) {
    throw new AugmentError('INVALID_JSON', `toJSON: the options of '${name}' hold what JSON does not keep`);
  }
  return { name, options };
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || Object.getPrototypeOf(prototype) === null) && Object.values(value).every(isJson);
}
