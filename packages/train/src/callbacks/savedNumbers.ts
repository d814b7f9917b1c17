import type { CallbackState } from '../callback';
import { TrainError } from '../errors';

/** Numbers as plain JSON: what is not there becomes null; NaN and infinities, which JSON lacks, their names. */
export function saveNumbers(numbers: Readonly<Record<string, number | undefined>>): CallbackState {
  const json: Record<string, number | string | null> = {};
  for (const [key, value] of Object.entries(numbers)) {
    json[key] = value === undefined ? null : Number.isFinite(value) ? value : String(value);
  }
  return { json };
}

/**
 * The inverse of {@link saveNumbers}, by key.
 *
 * @throws TrainError `CHECKPOINT_MISMATCH` when a key is missing or holds something else: another callback's state
 */
export function restoreNumbers<K extends string>(
  callback: string,
  { json }: CallbackState,
  ...keys: readonly K[]
): Record<K, number | undefined> {
  const read = (key: K): number | undefined => {
    const value = (json as Partial<Record<K, unknown>> | null)?.[key];
    if (value === null) return undefined;
    if (typeof value === 'number') return value;
    if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
    throw new TrainError(
      'CHECKPOINT_MISMATCH',
      `${callback}: the state to go on from has ${key}=${JSON.stringify(value)}; expected what saveState of a ${callback} gave. Resume with the same callbacks in the same order`,
    );
  };
  return Object.fromEntries(keys.map((key) => [key, read(key)])) as Record<K, number | undefined>;
}
