import type { Rng } from '@ser/random';
import { TrainError } from '../errors';
import { seededRng } from '../seededRng';
import { labelCounts } from './labelCounts';
import type { RandomSplitOptions } from './randomSplit';
import { type Split, trainCount } from './split';

/**
 * Rows shuffled and cut in two so that both sides have the classes in the same proportions. Speakers end up on both
 * sides: see `groupSplit` and `speakerFolds` for the honest ones.
 *
 * @param y - label of each row, class index or name
 * @returns indices in shuffled order
 * @throws TrainError `INVALID_OPTION`; `INVALID_SPLIT` when a side would have fewer rows than there are classes;
 * `SINGLE_CLASS`; `LABEL_NOT_TRAINED` for a class of one row
 * @example
 * const { train, test } = stratifiedSplit([0, 0, 0, 0, 1, 1, 1, 1], { trainFraction: 0.5 });
 * @see scikit-learn 1.9's `train_test_split(stratify=y)`: same counts of each class (where a row could come from several
 * classes with equal right, one of them at random as there), another shuffle
 */
export function stratifiedSplit(
  y: ArrayLike<number | string>,
  { trainFraction = 0.75, seed = 0 }: RandomSplitOptions = {},
): Split {
  const { names, counts, encoded } = labelCounts('stratifiedSplit', y);
  const trained = trainCount('stratifiedSplit', y.length, trainFraction);
  if (Math.min(trained, y.length - trained) < names.length) {
    throw new TrainError(
      'INVALID_SPLIT',
      `stratifiedSplit: trainFraction=${trainFraction} of ${y.length} rows leaves ${trained} to train and ${y.length - trained} to test; expected at least ${names.length} each, the number of classes`,
    );
  }
  const rng = seededRng('stratifiedSplit', seed);
  const trainedOf = shareOut(counts, trained, rng);
  const train: number[] = [];
  const test: number[] = [];
  const rows = Array.from(encoded, (_, row) => row);
  names.forEach((_, label) => {
    const order = rng.shuffle(rows.filter((row) => encoded[row] === label));
    train.push(...order.slice(0, trainedOf[label]));
    test.push(...order.slice(trainedOf[label]));
  });
  return { train: Uint32Array.from(rng.shuffle(train)), test: Uint32Array.from(rng.shuffle(test)) };
}

/**
 * How many of `drawn` rows each class gives: its share rounded down, then one more to the classes with the largest
 * remainders, by lot among equal ones.
 */
function shareOut(counts: readonly number[], drawn: number, rng: Rng): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => (count / total) * drawn);
  const whole = shares.map(Math.floor);
  const missing = drawn - whole.reduce((sum, count) => sum + count, 0);
  const remainders = shares.map((share, label) => share - whole[label]!);
  const lots = rng.shuffle(counts.map((_, label) => label));
  const first = [...lots].sort((a, b) => remainders[b]! - remainders[a]!).slice(0, missing);
  for (const label of first) whole[label] = whole[label]! + 1;
  return whole;
}
