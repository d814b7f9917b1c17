import { TrainError } from '../errors';
import type { Split } from './split';

/** Options of {@link checkSplit}. */
export interface CheckSplitOptions {
  /** Name of each class, for messages. Default: the labels themselves. */
  readonly labels?: readonly string[];
}

/**
 * Throws unless a model can be trained and tested on this split: both sides have rows, all of them exist, at least two
 * classes train, and every class that is tested was trained.
 *
 * @param y - label of each row, class index or name
 * @throws TrainError `INVALID_SPLIT`, `SINGLE_CLASS`, `LABEL_NOT_TRAINED`
 * @example
 * checkSplit({ train: Uint32Array.of(0, 1), test: Uint32Array.of(2) }, ['sad', 'calm', 'sad']);
 */
export function checkSplit(split: Split, y: ArrayLike<number | string>, { labels }: CheckSplitOptions = {}): void {
  checkTrainable('checkSplit', split, y, labels);
}

/** {@link checkSplit} for the function that a message is to name. */
export function checkTrainable(
  functionName: string,
  split: Split,
  y: ArrayLike<number | string>,
  labels?: readonly string[],
): void {
  checkIndices(functionName, split, y.length);
  const name = (label: number | string) => String(labels?.[Number(label)] ?? label);
  const trained = new Set(Array.from(split.train, (row) => y[row]!));
  const missing = new Set(Array.from(split.test, (row) => y[row]!).filter((label) => !trained.has(label)));
  if (missing.size > 0) {
    throw new TrainError(
      'LABEL_NOT_TRAINED',
      `${functionName}: labels ${[...missing].map(name).sort().join(', ')} are tested but no training row has them; expected every tested class among the ${split.train.length} training rows. Split stratified, or leave the class out`,
    );
  }
  if (trained.size === 1) {
    throw new TrainError(
      'SINGLE_CLASS',
      `${functionName}: all ${split.train.length} training rows have the label ${name([...trained][0]!)}; expected at least 2 classes`,
    );
  }
}

/** Throws unless both sides name rows, all of them below `rows`. */
export function checkIndices(functionName: string, split: Split, rows: number): void {
  for (const side of ['train', 'test'] as const) {
    const indices = split[side];
    if (indices.length === 0) {
      throw new TrainError('INVALID_SPLIT', `${functionName}: split.${side} is empty; expected at least one row`);
    }
    const bad = indices.findIndex((row) => row >= rows);
    if (bad >= 0) {
      throw new TrainError(
        'INVALID_SPLIT',
        `${functionName}: split.${side}[${bad}] is ${indices[bad]}; expected 0 to ${rows - 1}, there are ${rows} rows`,
      );
    }
  }
}
