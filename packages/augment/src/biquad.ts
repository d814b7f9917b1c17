import { cos, sin } from '@ser/dsp';
import { fromDb } from './level';

/** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

type Shape = 'lowPass' | 'highPass' | 'bandPass' | 'lowShelf' | 'highShelf' | 'peaking';

/** Nearer to the Nyquist frequency the bilinear transform leaves no room for a filter's shape. */
const HIGHEST = 0.49;

/**
 * Coefficients of a second-order filter.
 *
 * @param frequency corner or centre in Hz; above 0.49 of the rate it acts as 0.49 of the rate
 * @param gainDb of shelves and peaks
 * @see Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"
 */
export function designBiquad(shape: Shape, sampleRate: number, frequency: number, q: number, gainDb = 0): Biquad {
  const w = 2 * Math.PI * Math.min(frequency / sampleRate, HIGHEST);
  const cosine = cos(w);
  const alpha = sin(w) / (2 * q);
  const A = fromDb(gainDb / 2);
  const root = 2 * Math.sqrt(A) * alpha;
  switch (shape) {
    case 'lowPass':
      return normalised((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    case 'highPass':
      return normalised((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    case 'bandPass':
      return normalised(alpha, 0, -alpha, 1 + alpha, -2 * cosine, 1 - alpha);
    case 'peaking':
      return normalised(1 + alpha * A, -2 * cosine, 1 - alpha * A, 1 + alpha / A, -2 * cosine, 1 - alpha / A);
    case 'lowShelf':
      return normalised(
        A * (A + 1 - (A - 1) * cosine + root),
        2 * A * (A - 1 - (A + 1) * cosine),
        A * (A + 1 - (A - 1) * cosine - root),
        A + 1 + (A - 1) * cosine + root,
        -2 * (A - 1 + (A + 1) * cosine),
        A + 1 + (A - 1) * cosine - root,
      );
    case 'highShelf':
      return normalised(
        A * (A + 1 + (A - 1) * cosine + root),
        -2 * A * (A - 1 + (A + 1) * cosine),
        A * (A + 1 + (A - 1) * cosine - root),
        A + 1 - (A - 1) * cosine + root,
        2 * (A - 1 - (A + 1) * cosine),
        A + 1 - (A - 1) * cosine - root,
      );
  }
}

function normalised(b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Biquad {
  return { b: [b0 / a0, b1 / a0, b2 / a0], a: [a1 / a0, a2 / a0] };
}

/** The sections of a Butterworth low-pass or high-pass of even order: `scipy.signal.butter(order, ..., output='sos')`. */
export function designButterworth(
  shape: 'lowPass' | 'highPass',
  sampleRate: number,
  frequency: number,
  order: number,
): readonly Biquad[] {
  return Array.from({ length: order / 2 }, (_, k) =>
    designBiquad(shape, sampleRate, frequency, 1 / (2 * cos((Math.PI * (2 * k + 1)) / (2 * order)))),
  );
}
