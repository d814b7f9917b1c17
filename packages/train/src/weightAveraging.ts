import * as tf from '@tensorflow/tfjs-core';
import type { AveragingState } from './checkpoints/trainCheckpoint';
import { TrainError } from './errors';

/** Which average of the weights a training keeps: made by {@link ema} or {@link swa}. */
export interface WeightAveraging {
  readonly kind: 'ema' | 'swa';
  /** Of `ema`. */
  readonly momentum: number;
  /** Epochs before this index are not averaged. */
  readonly startEpoch: number;
}

/**
 * Exponential moving average, taken after each step: average = momentum * average + (1 - momentum) * weights.
 *
 * @param options.momentum - 0 <= momentum < 1; default 0.99
 * @param options.startEpoch - default 0
 * @throws TrainError `INVALID_OPTION`
 * @see Keras' optimizers with `use_ema=True`, `ema_momentum`: same average, also given to the model at the end
 */
export function ema(options: { readonly momentum?: number; readonly startEpoch?: number } = {}): WeightAveraging {
  const { momentum = 0.99, startEpoch = 0 } = options;
  if (!(momentum >= 0 && momentum < 1)) {
    throw new TrainError('INVALID_OPTION', `ema: momentum=${momentum}; expected 0 <= momentum < 1`);
  }
  return { kind: 'ema', momentum, startEpoch: checkStart('ema', startEpoch) };
}

/**
 * Stochastic weight averaging: the mean of the weights at the ends of the epochs from `startEpoch` on.
 *
 * @throws TrainError `INVALID_OPTION`
 * @see Izmailov et al. 2018, Averaging Weights Leads to Wider Optima and Better Generalization
 */
export function swa({ startEpoch }: { readonly startEpoch: number }): WeightAveraging {
  return { kind: 'swa', momentum: 0, startEpoch: checkStart('swa', startEpoch) };
}

function checkStart(functionName: string, startEpoch: number): number {
  if (!Number.isInteger(startEpoch) || startEpoch < 0) {
    throw new TrainError(
      'INVALID_OPTION',
      `${functionName}: startEpoch=${String(startEpoch)}; expected a whole number of at least 0`,
    );
  }
  return startEpoch;
}

/** Keeps the average of some variables, and lends it to them. */
export class WeightAverager {
  private count = 0;
  private averages: tf.Tensor[] = [];
  private raw: tf.Tensor[] | undefined;

  constructor(
    private readonly averaging: WeightAveraging,
    private readonly variables: readonly tf.Variable[],
  ) {}

  afterStep(epoch: number): void {
    const { kind, momentum, startEpoch } = this.averaging;
    if (kind === 'ema' && epoch >= startEpoch) this.add(momentum);
  }

  afterEpoch(epoch: number): void {
    const { kind, startEpoch } = this.averaging;
    if (kind === 'swa' && epoch >= startEpoch) this.add(this.count / (this.count + 1));
  }

  /** Gives the variables the average, if there is one yet. */
  lend(): void {
    if (this.averages.length === 0 || this.raw) return;
    this.raw = this.variables.map((variable) => tf.keep(tf.clone(variable)));
    this.variables.forEach((variable, i) => void variable.assign(this.averages[i]!));
  }

  /** Gives the variables back what they had before {@link lend}. */
  takeBack(): void {
    const raw = this.raw;
    if (!raw) return;
    this.variables.forEach((variable, i) => void variable.assign(raw[i]!));
    tf.dispose(raw);
    this.raw = undefined;
  }

  /** Gives the variables the average for good. */
  finish(): void {
    this.lend();
    tf.dispose(this.raw ?? []);
    this.raw = undefined;
  }

  async saveState(): Promise<AveragingState> {
    const values = [];
    for (const average of this.averages) values.push(Float32Array.from(await average.data()));
    return { count: this.count, values };
  }

  /** @throws TrainError `CHECKPOINT_MISMATCH` when the averages are those of other variables */
  restoreState({ count, values }: AveragingState): void {
    const fits =
      values.length === 0 ||
      (values.length === this.variables.length && this.variables.every(({ size }, i) => size === values[i]!.length));
    if (!fits) {
      throw new TrainError('CHECKPOINT_MISMATCH', 'fit: the averaged weights of resumeFrom are those of another model');
    }
    tf.dispose(this.averages);
    this.averages = values.map((value, i) => tf.tensor(value, this.variables[i]!.shape));
    this.count = count;
  }

  /** Frees everything; what was lent comes back first. */
  dispose(): void {
    this.takeBack();
    tf.dispose(this.averages);
    this.averages = [];
  }

  /** average = kept * average + (1 - kept) * variable; the first one is a copy. */
  private add(kept: number): void {
    const next = this.variables.map((variable, i) => {
      const average = this.averages[i];
      return tf.keep(
        tf.tidy(() =>
          average ? tf.add(tf.mul(average, kept), tf.mul(variable, 1 - kept)) : tf.clone(variable as tf.Tensor),
        ),
      );
    });
    tf.dispose(this.averages);
    this.averages = next;
    this.count++;
  }
}
