import { TrainError } from '../errors';
import { seededRng } from '../seededRng';
import { checkLabels } from './checkRows';
import { type Scores, scoresOf } from './classificationReport';
import { clusterRows } from './clusterRows';

/** Options of {@link pairedPermutationTest}. */
export interface PermutationTestOptions {
  /** Actual class index of each row. */
  readonly yTrue: ArrayLike<number>;
  /** What the first model predicted for the same rows. */
  readonly a: ArrayLike<number>;
  /** What the second model predicted. */
  readonly b: ArrayLike<number>;
  /** Number of classes. */
  readonly classes: number;
  /** What is exchanged together: the speaker of each row. */
  readonly clusters: readonly string[];
  /** The figure that is compared. Default `'uar'`. */
  readonly metric?: keyof Scores;
  /** Exchanges to draw. Default 10000; when there are no more different ones than that, all are taken: an exact test. */
  readonly permutations?: number;
  /** Default 0; unused when exact. */
  readonly seed?: number | string;
}

/** Result of the test; plain JSON. */
export interface PermutationTest {
  /** Figure of `a` minus that of `b`. */
  readonly difference: number;
  /** Two-sided: how often exchanges at random give a difference as large. */
  readonly pValue: number;
  readonly exact: boolean;
  /** Exchanges that were looked at. */
  readonly permutations: number;
  readonly clusters: number;
}

/**
 * Is one model better than the other on the same test rows? If they were equally good, then exchanging their predictions
 * for a speaker would change nothing; this exchanges them for speakers at random (for differences of means: flips signs)
 * and counts how often the difference is at least as large as the one seen.
 *
 * With n speakers the smallest possible value is 2 / 2^n: six are needed for 0.05.
 *
 * @throws TrainError `INVALID_SAMPLES` for other lengths or fewer than 2 clusters, `LABEL_OUT_OF_RANGE`, `INVALID_OPTION`
 * @example
 * const { pValue } = pairedPermutationTest({ yTrue, a: ours, b: theirs, classes: 8, clusters: speakers });
 * @see scipy's `stats.permutation_test(permutation_type='samples')`, equal when exact; otherwise (count + 1) / (draws + 1)
 * after Phipson & Smyth 2010
 */
export function pairedPermutationTest(options: PermutationTestOptions): PermutationTest {
  const { yTrue, a, b, classes, clusters, metric = 'uar', permutations = 10_000, seed = 0 } = options;
  check(options, metric, permutations);
  const members = clusterRows('pairedPermutationTest', clusters);
  const pairs = members.map((rows): [Float64Array, Float64Array] => [
    countsOf(yTrue, a, rows, classes),
    countsOf(yTrue, b, rows, classes),
  ]);
  const differenceOf = (exchanged: (cluster: number) => boolean) => {
    const sums = [new Float64Array(classes * classes), new Float64Array(classes * classes)] as const;
    pairs.forEach(([ofA, ofB], cluster) => {
      const swap = exchanged(cluster);
      add(sums[0], swap ? ofB : ofA);
      add(sums[1], swap ? ofA : ofB);
    });
    return score(sums[0], classes, metric) - score(sums[1], classes, metric);
  };
  const difference = differenceOf(() => false);
  // Differences that are equal but for rounding count as equal.
  const bar = Math.abs(difference) - 1e-12;
  const exact = 2 ** members.length <= permutations;
  const count = exact ? 2 ** members.length : permutations;
  const rng = seededRng('pairedPermutationTest', seed);
  let asLarge = 0;
  for (let draw = 0; draw < count; draw++) {
    const exchanged = exact ? (cluster: number) => ((draw >> cluster) & 1) === 1 : () => rng.integer(2) === 1;
    if (Math.abs(differenceOf(exchanged)) >= bar) asLarge++;
  }
  const pValue = exact ? asLarge / count : (asLarge + 1) / (count + 1);
  return { difference, pValue, exact, permutations: count, clusters: members.length };
}

function check(
  { yTrue, a, b, classes, clusters }: PermutationTestOptions,
  metric: keyof Scores,
  permutations: number,
): void {
  const rows = yTrue.length;
  if (a.length !== rows || b.length !== rows || clusters.length !== rows) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `pairedPermutationTest: yTrue has ${rows} entries, a ${a.length}, b ${b.length}, clusters ${clusters.length}; expected as many`,
    );
  }
  if (!Number.isInteger(classes) || classes < 1) {
    throw new TrainError(
      'INVALID_OPTION',
      `pairedPermutationTest: classes=${String(classes)}; expected a whole number from 1`,
    );
  }
  if (!['accuracy', 'uar', 'macroF1', 'weightedF1'].includes(metric)) {
    throw new TrainError(
      'INVALID_OPTION',
      `pairedPermutationTest: metric=${JSON.stringify(metric)}; expected accuracy, uar, macroF1 or weightedF1`,
    );
  }
  if (!Number.isInteger(permutations) || permutations < 100 || permutations > 10_000_000) {
    throw new TrainError(
      'INVALID_OPTION',
      `pairedPermutationTest: permutations=${String(permutations)}; expected a whole number from 100 to 10000000`,
    );
  }
  for (const [what, labels] of Object.entries({ yTrue, a, b })) {
    checkLabels('pairedPermutationTest', what, labels, classes);
  }
}

/** Row-major confusion counts of some rows. */
function countsOf(
  yTrue: ArrayLike<number>,
  yPred: ArrayLike<number>,
  rows: Uint32Array,
  classes: number,
): Float64Array {
  const counts = new Float64Array(classes * classes);
  for (const row of rows) {
    const cell = yTrue[row]! * classes + yPred[row]!;
    counts[cell] = counts[cell]! + 1;
  }
  return counts;
}

function add(sums: Float64Array, counts: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! + counts[i]!;
}

function score(counts: Float64Array, classes: number, metric: keyof Scores): number {
  const matrix = Array.from({ length: classes }, (_, row) => [...counts.subarray(row * classes, (row + 1) * classes)]);
  return scoresOf(matrix)[metric];
}
