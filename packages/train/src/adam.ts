import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerState } from './checkpoints/trainCheckpoint';
import { checkClipping, clipGradients, type GradientClipping } from './clipGradients';
import { TrainError } from './errors';

/** Options of {@link Adam}. */
export interface AdamOptions extends GradientClipping {
  /** Default 1e-3. */
  readonly learningRate?: number;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
  /** Decoupled weight decay (AdamW): each step takes learningRate * weightDecay of every value off it. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Adam by Keras' formula: variable -= learningRate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon); with
 * `weightDecay`, AdamW: variable -= learningRate * weightDecay * variable comes first.
 *
 * TensorFlow.js' own adds epsilon after the bias correction, which is another step size early on. Where the active
 * backend registers the kernel `FusedAdam` (`FusedAdamW`), one pass does it all, in the state's own memory; elsewhere
 * composed operations do.
 *
 * An object keeps moments and step count between calls of `fit` (training in stages); {@link Adam.dispose} frees them.
 */
export class Adam {
  /** May be changed at any time; the next step uses it. */
  learningRate: number;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private readonly weightDecay: number;
  private readonly clipping: GradientClipping;
  private steps = 0;
  private readonly moments: { m: tf.Variable; v: tf.Variable }[] = [];

  /** @throws TrainError `INVALID_OPTION` */
  constructor(options: AdamOptions = {}) {
    const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay = 0 } = options;
    if (!(learningRate > 0 && Number.isFinite(learningRate))) {
      throw new TrainError('INVALID_OPTION', `Adam: learningRate=${learningRate}; expected a finite number above 0`);
    }
    for (const [name, beta] of Object.entries({ beta1, beta2 })) {
      if (!(beta >= 0 && beta < 1))
        throw new TrainError('INVALID_OPTION', `Adam: ${name}=${beta}; expected 0 <= ${name} < 1`);
    }
    if (!(epsilon > 0)) throw new TrainError('INVALID_OPTION', `Adam: epsilon=${epsilon}; expected a number above 0`);
    if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) {
      throw new TrainError('INVALID_OPTION', `Adam: weightDecay=${weightDecay}; expected a finite number from 0 on`);
    }
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.weightDecay = weightDecay;
    this.clipping = checkClipping('Adam', options);
  }

  /** How many steps were taken. */
  get step(): number {
    return this.steps;
  }

  /**
   * Takes one step.
   *
   * @param variables - always the same ones in the same order
   * @param gradients - one for each variable; undefined leaves the variable and its moments as they are
   * @throws TrainError `WEIGHTS_MISMATCH` when the moments belong to other variables
   */
  apply(variables: readonly tf.Variable[], gradients: readonly (tf.Tensor | undefined)[]): void {
    this.checkMoments(variables);
    this.steps++;
    tf.tidy(() => {
      const clipped = clipGradients(gradients, this.clipping);
      variables.forEach((variable, index) => {
        const gradient = clipped[index];
        if (gradient) this.update(variable, gradient, index);
      });
    });
  }

  /** Step count, rate and moments as plain data; no moments before the first step. */
  async saveState(): Promise<OptimizerState> {
    const moments = [];
    for (const { m, v } of this.moments) {
      moments.push({ m: Float32Array.from(await m.data()), v: Float32Array.from(await v.data()) });
    }
    return { step: this.steps, learningRate: this.learningRate, moments };
  }

  /**
   * Goes on from a saved state.
   *
   * @param variables - those that {@link Adam.apply} will be given
   * @throws TrainError `WEIGHTS_MISMATCH` when the moments belong to other variables
   */
  restoreState({ step, learningRate, moments }: OptimizerState, variables: readonly tf.Variable[]): void {
    const fits =
      moments.length === 0 ||
      (moments.length === variables.length &&
        moments.every(({ m, v }, i) => m.length === variables[i]!.size && v.length === variables[i]!.size));
    if (!fits) throw this.mismatch(moments.length, variables.length);
    this.dispose();
    moments.forEach(({ m, v }, i) => {
      const { shape } = variables[i]!;
      const values: [tf.Tensor, tf.Tensor] = [tf.tensor(m, shape), tf.tensor(v, shape)];
      this.moments.push({ m: tf.variable(values[0], false), v: tf.variable(values[1], false) });
      tf.dispose(values);
    });
    this.steps = step;
    this.learningRate = learningRate;
  }

  /** Frees the moments. */
  dispose(): void {
    for (const { m, v } of this.moments) {
      m.dispose();
      v.dispose();
    }
    this.moments.length = 0;
    this.steps = 0;
  }

  private checkMoments(variables: readonly tf.Variable[]): void {
    if (this.moments.length === 0) {
      for (const variable of variables) {
        // Made outside a tidy so that they live until `dispose`.
        const zeros = tf.zeros(variable.shape);
        this.moments.push({ m: tf.variable(zeros, false), v: tf.variable(zeros, false) });
        zeros.dispose();
      }
      return;
    }
    const same =
      this.moments.length === variables.length &&
      this.moments.every(({ m }, index) => tf.util.arraysEqual(m.shape, variables[index]!.shape));
    if (!same) throw this.mismatch(this.moments.length, variables.length);
  }

  private mismatch(moments: number, given: number): TrainError {
    return new TrainError(
      'WEIGHTS_MISMATCH',
      `Adam: the moments belong to ${moments} variables of another model (${given} given); make a new Adam for each model`,
    );
  }

  private update(variable: tf.Variable, gradient: tf.Tensor, index: number): void {
    const { m, v } = this.moments[index]!;
    const { learningRate, beta1, beta2, epsilon, weightDecay, steps } = this;
    const kernel = weightDecay > 0 ? 'FusedAdamW' : 'FusedAdam';
    if (tf.getKernel(kernel, tf.getBackend())) {
      const inputs = { variable, m, v, gradient };
      const attributes = { learningRate, beta1, beta2, epsilon, weightDecay, step: steps, inPlace: true };
      const [nextVariable, nextM, nextV] = tf.engine().runKernel(kernel, inputs, attributes) as tf.Tensor[];
      variable.assign(nextVariable!);
      m.assign(nextM!);
      v.assign(nextV!);
      return;
    }
    const rate = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
    const nextM = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
    const nextV = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const change = tf.div(tf.mul(nextM, rate), tf.add(tf.sqrt(nextV), epsilon));
    const kept = weightDecay > 0 ? tf.mul(variable, 1 - learningRate * weightDecay) : variable;
    variable.assign(tf.sub(kept, change));
    m.assign(nextM);
    v.assign(nextV);
  }
}
