import * as tf from '@tensorflow/tfjs-core';
import { TrainError } from './errors';

/** How gradients are kept from being too large; at most one of the three. */
export interface GradientClipping {
  /** Each variable's gradient is scaled down to this norm. */
  readonly clipNorm?: number;
  /** All gradients together are scaled down to this norm. */
  readonly globalClipNorm?: number;
  /** Every value is cut to -clipValue to clipValue. */
  readonly clipValue?: number;
}

const names = ['clipNorm', 'globalClipNorm', 'clipValue'] as const;

/** The clipping among some options. @throws TrainError `INVALID_OPTION` */
export function checkClipping(functionName: string, options: GradientClipping): GradientClipping {
  const given = names.filter((name) => options[name] !== undefined);
  if (given.length > 1) {
    throw new TrainError('INVALID_OPTION', `${functionName}: ${given.join(' and ')}; expected at most one of them`);
  }
  for (const name of given) {
    const value = options[name]!;
    if (!(value > 0 && Number.isFinite(value))) {
      throw new TrainError('INVALID_OPTION', `${functionName}: ${name}=${value}; expected a finite number above 0`);
    }
  }
  return Object.fromEntries(given.map((name) => [name, options[name]]));
}

/**
 * Clipped gradients; to be called inside a tidy.
 *
 * @see Keras' optimizers: `clipnorm`, `global_clipnorm`, `clipvalue`
 */
export function clipGradients(
  gradients: readonly (tf.Tensor | undefined)[],
  { clipNorm, globalClipNorm, clipValue }: GradientClipping,
): readonly (tf.Tensor | undefined)[] {
  const each = (change: (gradient: tf.Tensor) => tf.Tensor) =>
    gradients.map((gradient) => gradient && change(gradient));
  const scale = (gradient: tf.Tensor, square: tf.Tensor, norm: number) =>
    tf.div(tf.mul(gradient, norm), tf.maximum(tf.sqrt(square), norm));
  const squareOf = (gradient: tf.Tensor) => tf.sum(tf.square(gradient));
  if (clipNorm !== undefined) return each((gradient) => scale(gradient, squareOf(gradient), clipNorm));
  if (globalClipNorm !== undefined) {
    const square = tf.addN(gradients.flatMap((gradient) => (gradient ? [squareOf(gradient)] : [])));
    return each((gradient) => scale(gradient, square, globalClipNorm));
  }
  if (clipValue !== undefined) return each((gradient) => tf.clipByValue(gradient, -clipValue, clipValue));
  return gradients;
}
