import type { Rng } from '@ser/random';

/** The rows of one training step, in JavaScript. */
export interface TrainBatch {
  /** Row-major, one row after another. */
  readonly x: Float32Array;
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** One class index a row, or `classes` shares a row (soft labels). */
  readonly labels: Int32Array | Float32Array;
  readonly classes: number;
  /** Which training rows these are. */
  readonly rows: Uint32Array;
}

/**
 * Changes a batch before the step: augmentation of rows, mixing of rows and labels. It must not change its input, and
 * everything random in it comes from `rng`, a stream of this epoch and batch.
 *
 * @returns a batch with as many rows of the same shape
 */
export type BatchAugmentation = (batch: TrainBatch, rng: Rng) => TrainBatch | Promise<TrainBatch>;

/** The labels as shares, [rows * classes]. */
export function sharesOf({ labels, classes }: Pick<TrainBatch, 'labels' | 'classes'>): Float32Array {
  if (labels instanceof Float32Array) return labels;
  const shares = new Float32Array(labels.length * classes);
  for (let row = 0; row < labels.length; row++) shares[row * classes + labels[row]!] = 1;
  return shares;
}
