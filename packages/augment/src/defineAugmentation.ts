import type { AudioClip } from '@ser/dsp';
import type { Rng } from '@ser/random';
import type { Augmentation, Drawn, ModuleReference } from './augmentation';
import { AugmentError } from './errors';

export interface AugmentationDefinition<T, D extends Drawn> {
  name: string;
  /** The settings, as JSON; they describe the augmentation in logs and cache keys. */
  options: object;
  /** Decide everything random, as JSON. */
  draw(input: T, rng: Rng): D;
  /** Pure; must not change `input`. */
  render(input: T, drawn: D): T;
  /** Where a worker thread finds this augmentation. */
  reference?: ModuleReference;
  /** See `Augmentation`. Default true. */
  drawReadsInput?: boolean;
  /** Only where draw and render in a row would do work twice; must give the same as those two. */
  apply?(input: T, rng: Rng): T;
}

/**
 * Makes an augmentation from `draw` and `render`; `apply` is the two in a row.
 *
 * @throws AugmentError `INVALID_OPTION` when the name is empty or draw or render is not a function.
 * @example
 * const gain = defineAugmentation({
 *   name: 'gain', options: { maxDb: 6 },
 *   draw: (_clip, rng) => ({ db: rng.uniform(-6, 6) }),
 *   render: (clip, { db }) => ({ ...clip, samples: clip.samples.map((x) => x * 10 ** (db / 20)) }),
 * });
 */
export function defineAugmentation<T = AudioClip, D extends Drawn = Drawn>(
  definition: AugmentationDefinition<T, D>,
): Augmentation<T> {
  const { name, options, reference, drawReadsInput = true } = definition;
  if (!name) throw new AugmentError('INVALID_OPTION', 'defineAugmentation: name must not be empty');
  if (typeof definition.draw !== 'function' || typeof definition.render !== 'function') {
    throw new AugmentError('INVALID_OPTION', `defineAugmentation('${name}'): draw and render must be functions`);
  }
  const draw = (input: T, rng: Rng): D => definition.draw(input, rng);
  // What render gets is what this augmentation drew, possibly read back from a log: its own checks are the guard.
  const render = (input: T, drawn: Drawn): T => definition.render(input, drawn as D);
  const apply = definition.apply
    ? (input: T, rng: Rng): T => definition.apply!(input, rng)
    : (input: T, rng: Rng): T => render(input, draw(input, rng));
  return Object.freeze({
    name,
    options: Object.freeze({ ...options }),
    drawReadsInput,
    draw,
    render,
    apply,
    ...(reference ? { reference: Object.freeze({ ...reference }) } : {}),
  });
}
