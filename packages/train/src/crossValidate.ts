import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CellId, CellPredictions, CellStore } from './cells/cellStore';
import { type CellOutput, checkCellOutput } from './cells/checkCellOutput';
import { type ScoreSummaries, summarizeScores } from './cells/summarizeScores';
import { TrainError } from './errors';
import { checkLabels } from './metrics/checkRows';
import { type Scores, scoresOf } from './metrics/classificationReport';
import { confusionMatrix } from './metrics/confusionMatrix';
import { type AuditRow, auditLeaks, type LeakAudit } from './splits/auditLeaks';
import { checkTrainable } from './splits/checkSplit';
import type { Split } from './splits/split';

/** A fold: a split, with a name where it has one (and a `validation` side: see `withValidation`). */
export type CrossValidateFold = Split & { readonly name?: string };

/** What a training is given: one fold with one seed. */
export interface CrossValidateCell<Fold extends CrossValidateFold = CrossValidateFold> {
  /** Index of the fold. */
  readonly fold: number;
  /** The fold as it was given. */
  readonly split: Fold;
  /** Seed the model, its training and any inner split with it. */
  readonly seed: number | string;
  readonly signal?: AbortSignal;
}

/** What `onCell` hears after each cell. */
export interface CellProgress {
  readonly fold: number;
  readonly seed: number | string;
  readonly scores: Scores;
  /** Cells finished so far, this one included. */
  readonly finished: number;
  readonly cells: number;
  readonly source: 'trained' | 'stored';
  /** Why a stored result was not used and the cell ran again. */
  readonly damaged?: string;
}

/** Options of {@link crossValidate}. */
export interface CrossValidateOptions<Fold extends CrossValidateFold = CrossValidateFold> {
  readonly folds: readonly Fold[];
  /** Each fold is trained once per seed. Default [0]. */
  readonly seeds?: readonly (number | string)[];
  /** For the leak audit; as many as there are labels. */
  readonly rows: readonly AuditRow[];
  /** Class index of each row. */
  readonly y: ArrayLike<number>;
  /** Name of each class. */
  readonly labels: readonly string[];
  /** Builds a model, fits it on `split.train` and predicts `split.test`. */
  readonly train: (cell: CrossValidateCell<Fold>) => Promise<CellOutput>;
  /** Features of the rows, so that the audit finds equal ones. Default: not compared. */
  readonly x?: Float32Array;
  /** Finished cells are kept there and not computed again. Default: none. */
  readonly store?: CellStore;
  /** Names what `train` does: another key, other cells. Needed with `store`; change it with model, features or options. */
  readonly key?: string;
  /** Of the intervals. Default 0.95. */
  readonly confidence?: number;
  readonly signal?: AbortSignal;
  readonly onCell?: (progress: CellProgress) => void;
}

/** One fold with one seed. */
export interface CellResult extends CellPredictions {
  readonly fold: number;
  readonly name?: string;
  readonly seed: number | string;
  readonly trainRows: number;
  readonly testRows: number;
  readonly scores: Scores;
  /** `confusion[actual][predicted]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly leaks: LeakAudit;
  /** Row index of each prediction. */
  readonly test: readonly number[];
}

/** All folds of one seed: what `scoreIntervals` and `pairedPermutationTest` take. */
export interface SeedResult {
  readonly seed: number | string;
  readonly scores: Scores;
  /** Row index of each prediction, rising. */
  readonly test: readonly number[];
  /** Class index predicted for each of these rows. */
  readonly predicted: readonly number[];
}

/** Result of a cross-validation; plain JSON. */
export interface CrossValidation {
  readonly labels: readonly string[];
  /** Seed by seed, fold by fold. */
  readonly cells: readonly CellResult[];
  /** Mean, deviation and interval of each figure over the cells. */
  readonly summary: ScoreSummaries;
  readonly confidence: number;
  /** Each seed's predictions of all folds together. */
  readonly bySeed: readonly SeedResult[];
  /** All predictions together. */
  readonly pooled: { readonly confusion: readonly (readonly number[])[]; readonly scores: Scores };
}

/**
 * Trains and tests every fold with every seed, and says how good the model is, how much that varies, and whether the
 * folds leak. All folds are checked before the first one trains.
 *
 * The result depends on folds, seeds and what `train` gives, not on which cells a store already had. For an interval over
 * speakers give the predictions of one seed to `scoreIntervals`; to compare two models give those of both to
 * `pairedPermutationTest`.
 *
 * @throws TrainError before training: `INVALID_OPTION`, `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE`, `INVALID_SPLIT`,
 * `SINGLE_CLASS`, `LABEL_NOT_TRAINED`; after a cell: `INVALID_SAMPLES`, `LABEL_OUT_OF_RANGE` or `NON_FINITE_INPUT` for what
 * `train` gave, `CHECKPOINT_NOT_WRITTEN`. Whatever `train` throws, and the signal's reason, come through; finished cells
 * stay in the store.
 * @example
 * const { summary } = await crossValidate({
 *   folds: protocolFolds('emobox6', rows), seeds: [1, 2, 3], rows, y, labels,
 *   train: async ({ split, seed, signal }) => {
 *     const model = cnn2d({ filters: [32, 64], inputShape: [224, 20, 1], classes: 8, seed });
 *     await fit(model, take(split.train), { epochs: 60, seed, signal });
 *     return { probabilities: await predict(model, take(split.test).x, [224, 20, 1]) };
 *   },
 * });
 */
export async function crossValidate<Fold extends CrossValidateFold>(
  options: CrossValidateOptions<Fold>,
): Promise<CrossValidation> {
  const { folds, seeds = [0], rows, y, labels, x, confidence = 0.95, signal } = options;
  check(options, seeds, confidence);
  const audits = folds.map((fold) => auditLeaks(rows, fold, { x }));
  const cells: CellResult[] = [];
  for (const seed of seeds) {
    for (const [fold, split] of folds.entries()) {
      signal?.throwIfAborted();
      const { predictions, ...origin } = await obtain(options, fold, seed);
      const test = Array.from(split.test);
      const actual = test.map((row) => y[row]!);
      const confusion = confusionMatrix(actual, predictions.predicted, labels.length);
      const scores = scoresOf(confusion);
      cells.push({
        fold,
        ...(split.name === undefined ? {} : { name: split.name }),
        seed,
        trainRows: split.train.length,
        testRows: test.length,
        scores,
        confusion,
        leaks: audits[fold]!,
        test,
        ...predictions,
      });
      const finished = cells.length;
      options.onCell?.({ fold, seed, scores, finished, cells: seeds.length * folds.length, ...origin });
    }
  }
  const pool = (some: readonly CellResult[]) => {
    const confusion = labels.map((_, r) =>
      labels.map((_label, c) => some.reduce((sum, cell) => sum + cell.confusion[r]![c]!, 0)),
    );
    return { confusion, scores: scoresOf(confusion) };
  };
  return {
    labels: [...labels],
    cells,
    summary: summarizeScores(cells, confidence),
    confidence,
    bySeed: seeds.map((seed) => {
      const ofSeed = cells.filter((cell) => cell.seed === seed);
      const pairs = ofSeed.flatMap(({ test, predicted }) => test.map((row, i) => [row, predicted[i]!] as const));
      pairs.sort(([a], [b]) => a - b);
      const { scores } = pool(ofSeed);
      return { seed, scores, test: pairs.map(([row]) => row), predicted: pairs.map(([, label]) => label) };
    }),
    pooled: pool(cells),
  };
}

/** A cell's predictions: from the store, or trained and then stored. */
async function obtain<Fold extends CrossValidateFold>(
  { folds, y, labels, train, store, key = '', signal }: CrossValidateOptions<Fold>,
  fold: number,
  seed: number | string,
): Promise<{ predictions: CellPredictions; source: 'trained' | 'stored'; damaged?: string }> {
  const split = folds[fold]!;
  const caller = `crossValidate: fold ${fold}, seed ${seed}`;
  const checked = (output: CellOutput) => checkCellOutput(caller, output, split.test.length, labels.length);
  const id: CellId = { key, fold, seed, data: store ? hashOf(split, y, labels) : '' };
  let damaged: string | undefined;
  try {
    const stored = await store?.load(id);
    if (stored) return { predictions: checked(stored), source: 'stored' };
  } catch (error) {
    if ((error as TrainError).code !== 'BAD_CHECKPOINT') throw error;
    damaged = (error as Error).message;
  }
  const output = await train({ fold, split, seed, ...(signal && { signal }) });
  // A training that was told to stop may have given what it had by then.
  signal?.throwIfAborted();
  const predictions = checked(output);
  await store?.save(id, predictions);
  return { predictions, source: 'trained', ...(damaged !== undefined && { damaged }) };
}

function check<Fold extends CrossValidateFold>(
  { folds, rows, y, labels, store, key }: CrossValidateOptions<Fold>,
  seeds: readonly (number | string)[],
  confidence: number,
): void {
  const refuse = (what: string): never => {
    throw new TrainError('INVALID_OPTION', `crossValidate: ${what}`);
  };
  if (folds.length === 0) refuse('folds is empty; expected at least one split');
  if (seeds.length === 0) refuse('seeds is empty; expected at least one');
  if (new Set(seeds).size !== seeds.length) refuse(`seeds=[${seeds.join(', ')}]; expected different ones`);
  const bad = seeds.find((seed) => typeof seed === 'number' && !Number.isFinite(seed));
  if (bad !== undefined) refuse(`seeds has ${bad}; expected finite numbers or texts`);
  if (!(confidence > 0 && confidence < 1)) {
    refuse(`confidence=${String(confidence)}; expected a number above 0 and below 1`);
  }
  if (labels.length < 2) refuse(`labels has ${labels.length} names; expected at least 2`);
  if (store && !key) refuse('store is given without key; expected a text that names model, features and training');
  if (rows.length !== y.length || y.length === 0) {
    throw new TrainError(
      'INVALID_SAMPLES',
      `crossValidate: rows has ${rows.length} entries, y ${y.length}; expected as many, at least one`,
    );
  }
  checkLabels('crossValidate', 'y', y, labels.length);
  for (const [fold, split] of folds.entries()) checkTrainable(`crossValidate: fold ${fold}`, split, y, labels);
}

/** Hash of what a cell's predictions mean: which rows are on which side, and the classes. */
function hashOf(split: CrossValidateFold, y: ArrayLike<number>, labels: readonly string[]): string {
  const sides = Object.entries(split)
    .filter(([, rows]) => ArrayBuffer.isView(rows))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([side, rows]) => [side, Array.from(rows as Uint32Array)]);
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([sides, Array.from(y), labels]))));
}
