import type { AudioClip } from '@ser/dsp';
import type { Rng } from '@ser/random';
import type { Augmentation, Drawn, ModuleReference } from './augmentation';
import { AugmentError } from './errors';

/** One augmentation as it stands, options included. */
export interface AugmentationParts<T, D extends Drawn> {
  name: string;
  /** The settings, as JSON; they describe the augmentation in logs and cache keys. */
  options: object;
  /** Decide everything random, as JSON. */
  draw(input: T, rng: Rng): D;
  /** Pure; must not change `input`. What it gets may come from a log: it checks what it needs. */
  render(input: T, drawn: D): T;
  /** Where a worker thread finds this augmentation. */
  reference?: ModuleReference;
  /** See `Augmentation`. Default true. */
  drawReadsInput?: boolean;
  /** See `Augmentation`. */
  outputLength?(input: T, drawn: D): number;
  /** Only where draw and render in a row would do work twice; must give the same as those two. */
  apply?(input: T, rng: Rng): T;
}

/**
 * Makes one augmentation from `draw` and `render` without a schema: for what wraps others. Where there are parameters, use
 * `defineAugmentation`.
 *
 * @throws AugmentError `INVALID_OPTION` when the name is empty or draw or render is not a function.
 * @example
 * const quieter = createAugmentation({
 *   name: 'quieter', options: {},
 *   draw: (_clip, rng) => ({ factor: rng.uniform() }),
 *   render: (clip, { factor }) => ({ ...clip, samples: clip.samples.map((x) => x * factor) }),
 * });
 */
export function createAugmentation<T = AudioClip, D extends Drawn = Drawn>(
  parts: AugmentationParts<T, D>,
): Augmentation<T> {
  const { name, options, reference, drawReadsInput = true } = parts;
  if (!name) throw new AugmentError('INVALID_OPTION', 'createAugmentation: name must not be empty');
  if (typeof parts.draw !== 'function' || typeof parts.render !== 'function') {
    throw new AugmentError('INVALID_OPTION', `createAugmentation('${name}'): draw and render must be functions`);
  }
  const draw = (input: T, rng: Rng): D => parts.draw(input, rng);
  const render = (input: T, drawn: Drawn): T => parts.render(input, drawn as D);
  const apply = (input: T, rng: Rng, report?: (drawn: Drawn) => void): T => {
    if (parts.apply && !report) return parts.apply(input, rng);
    const drawn = draw(input, rng);
    const output = render(input, drawn);
    report?.(drawn);
    return output;
  };
  return Object.freeze({
    name,
    options: Object.freeze({ ...options }),
    drawReadsInput,
    draw,
    render,
    apply,
    ...(parts.outputLength
      ? { outputLength: (input: T, drawn: Drawn): number => parts.outputLength!(input, drawn as D) }
      : {}),
    ...(reference ? { reference: Object.freeze({ ...reference }) } : {}),
  });
}
