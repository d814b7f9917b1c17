import { createRng, type Rng } from '@ser/random';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { checkPositiveInteger } from './checks';
import { ModelsError } from './errors';
import { seededGlorotUniform } from './initializers';
import type { Layer } from './innermostLayers';

/** Options of {@link attentiveStatisticsPooling}. */
export interface AttentiveStatisticsPoolingOptions {
  /** Name of the layer. Default: TensorFlow.js' own, numbered. */
  readonly name?: string;
  /** Units of the hidden tanh layer that rates a frame. Default 64. */
  readonly units?: number;
  /** Whether each channel has its own weights over time (ECAPA-TDNN) or all share one a frame. Default false. */
  readonly perChannel?: boolean;
  /** Whether the weighted standard deviation follows the weighted mean; without it this is plain attention. Default true. */
  readonly deviation?: boolean;
  /** Smallest variance; the standard deviation is never below its root. Default 1e-6. */
  readonly epsilon?: number;
  /** Seed of the initial values. Default 0. */
  readonly seed?: number | string;
}

type Settings = Required<Pick<AttentiveStatisticsPoolingOptions, 'units' | 'perChannel' | 'deviation' | 'epsilon'>>;

/**
 * Pools a sequence of any length into one vector: frames are rated by a small network, and the weighted mean and
 * standard deviation over time are returned.
 *
 * For frames h_t: e_t = V tanh(W h_t + b), a = softmax of e over time, mean = sum a_t h_t,
 * deviation = sqrt(max(epsilon, sum a_t (h_t - mean)^2)). The bias that the paper adds to e_t cancels in the softmax and is
 * left out. The variance is summed from differences, so a large offset of the frames costs no digits.
 *
 * The layer's class is registered with TensorFlow.js when this package is imported: a saved model that contains it opens
 * with plain `loadLayersModel` in any program that imports `@ser/models`.
 *
 * @returns a layer, [batch, time, channels] to [batch, 2 * channels] ([batch, channels] without `deviation`)
 * @throws ModelsError `INVALID_OPTION`; when it runs, `INPUT_TOO_SMALL` for a sequence of no frames
 * @see Okabe, Koshinaka and Shinoda 2018, "Attentive Statistics Pooling for Deep Speaker Embedding"; `perChannel` as in
 * Desplanques, Thienpondt and Demuynck 2020, "ECAPA-TDNN" (without its global context). Outputs and gradients agree with
 * PyTorch's in float64 to 1e-5.
 */
export function attentiveStatisticsPooling(options: AttentiveStatisticsPoolingOptions = {}): Layer {
  const { name, seed = 0 } = options;
  return seededAttentiveStatisticsPooling(options, createRng(seed).fork(name ?? 'attentiveStatisticsPooling'));
}

/** The same for builders, which fork one stream for all their layers. */
export function seededAttentiveStatisticsPooling(options: AttentiveStatisticsPoolingOptions, rng: Rng): Layer {
  const { name, units = 64, perChannel = false, deviation = true, epsilon = 1e-6 } = options;
  checkPositiveInteger('attentiveStatisticsPooling', 'units', units);
  if (!(epsilon > 0 && Number.isFinite(epsilon))) {
    throw new ModelsError(
      'INVALID_OPTION',
      `attentiveStatisticsPooling: epsilon=${String(epsilon)}; expected a finite number above 0`,
    );
  }
  return new AttentiveStatisticsPooling({ name, units, perChannel, deviation, epsilon }, rng);
}

/** What a saved model holds under `AttentiveStatisticsPooling`: {@link Settings} and what every layer has. */
class AttentiveStatisticsPooling extends layers.Layer {
  static readonly className = 'AttentiveStatisticsPooling';
  private readonly settings: Settings;
  private readonly rng: Rng;
  private variables: { kernel: LayerVariable; bias: LayerVariable; attention: LayerVariable } | undefined;

  constructor(config: Settings & { readonly name?: string }, rng: Rng = createRng(0)) {
    super(config);
    const { units, perChannel, deviation, epsilon } = config;
    this.settings = { units, perChannel, deviation, epsilon };
    this.rng = rng;
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = channelsOf(inputShape);
    const { units, perChannel } = this.settings;
    const glorot = (key: string) => seededGlorotUniform(this.rng.fork(key));
    this.variables = {
      kernel: this.addWeight('kernel', [channels, units], 'float32', glorot('kernel')),
      bias: this.addWeight('bias', [units], 'float32', initializers.zeros()),
      attention: this.addWeight('attention', [units, perChannel ? channels : 1], 'float32', glorot('attention')),
    };
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const channels = channelsOf(inputShape);
    return [(inputShape as Shape)[0] ?? null, this.settings.deviation ? 2 * channels : channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.pool(Array.isArray(inputs) ? inputs[0]! : inputs));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.settings };
  }

  private pool(frames: tf.Tensor): tf.Tensor {
    const weights = this.weightsOverTime(frames);
    const mean = tf.sum(tf.mul(weights, frames), 1, true);
    if (!this.settings.deviation) return tf.squeeze(mean, [1]);
    const variance = tf.sum(tf.mul(weights, tf.square(tf.sub(frames, mean))), 1);
    // Where the variance is clamped its gradient is exactly 0: the root's, which grows without bound, never meets it.
    const deviation = tf.sqrt(tf.maximum(variance, this.settings.epsilon));
    return tf.concat([tf.squeeze(mean, [1]), deviation], 1);
  }

  /** [batch, time, 1 or channels], of sum 1 over time. */
  private weightsOverTime(frames: tf.Tensor): tf.Tensor {
    const [batch = 0, time = 0, channels = 0] = frames.shape;
    if (time === 0) {
      throw new ModelsError('INPUT_TOO_SMALL', `${this.name}: a sequence of 0 frames; expected at least one`);
    }
    const { kernel, bias, attention } = this.variables!;
    const hidden = tf.tanh(tf.add(tf.matMul(tf.reshape(frames, [batch * time, channels]), kernel.read()), bias.read()));
    const scores = tf.reshape(tf.matMul(hidden, attention.read()), [batch, time, attention.shape[1]!]);
    // TensorFlow.js' softmax knows the last axis only.
    return tf.transpose(tf.softmax(tf.transpose(scores, [0, 2, 1])), [0, 2, 1]);
  }
}

function channelsOf(inputShape: Shape | Shape[]): number {
  const channels = inputShape.at(-1);
  if (inputShape.length !== 3 || typeof channels !== 'number') {
    throw new ModelsError(
      'INVALID_OPTION',
      `attentiveStatisticsPooling: its input has shape [${inputShape.map(String).join(', ')}]; expected [batch, time, channels] with a known number of channels`,
    );
  }
  return channels;
}

// The package's one effect on import: without it no program could load what another one saved.
tf.serialization.registerClass(AttentiveStatisticsPooling);
