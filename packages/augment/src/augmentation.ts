import type { AudioClip } from '@ser/dsp';
import type { Rng } from '@ser/random';

/** Drawn parameters: plain JSON, enough to render the same output again. Noise is drawn as a seed, never as samples. */
export type Drawn = null | boolean | number | string | readonly Drawn[] | { readonly [key: string]: Drawn };

/** What crosses to a worker thread: `(await import(module))[export]` is the thing, or a factory called with `options`. */
export interface ModuleReference {
  readonly module: string;
  readonly export: string;
  readonly options?: unknown;
}

/**
 * A random change of a clip (or of any T, such as a spectrogram) that can be replayed.
 *
 * - `draw` decides everything that is random, from `rng` alone, as JSON.
 * - `render` is pure: the same input and parameters give the same output, and the input is not changed.
 * - `apply(input, rng)` equals `render(input, draw(input, rng))`; `report`, where given, is told what was drawn.
 */
export interface Augmentation<T = AudioClip> {
  readonly name: string;
  /** The settings, as JSON. */
  readonly options: object;
  /** Present when the augmentation can be made again in another thread. */
  readonly reference?: ModuleReference;
  /** Whether `draw` looks at its input; false lets a composition draw without rendering what comes before. Default true. */
  readonly drawReadsInput?: boolean;
  /** How many samples (rows of a matrix or batch) `render` gives; absent where that is not known beforehand. */
  outputLength?(input: T, drawn: Drawn): number;
  draw(input: T, rng: Rng): Drawn;
  render(input: T, drawn: Drawn): T;
  apply(input: T, rng: Rng, report?: (drawn: Drawn) => void): T;
}
