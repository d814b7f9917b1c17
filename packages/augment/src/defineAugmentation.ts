import type { AudioClip, Matrix } from '@ser/dsp';
import type { Rng } from '@ser/random';
import type { Augmentation, Drawn } from './augmentation';
import type { Batch } from './batch';
import { checkBatch, checkClip, checkMatrix } from './checks';
import { createAugmentation } from './createAugmentation';
import { AugmentError } from './errors';
import { keepHeap } from './keepHeap';
import type { DrawSchema, DrawsOf, NumberParameter, OptionsOf, ParameterSchema, ValuesOf } from './parameters';
import { checkDrawn, drawNumbers, fixedSettings, type Settings, settingsOf, settingsToJson } from './settings';

/** What an augmentation changes: a waveform, a spectrogram or other features (frames x coefficients), or inputs of a network. */
export interface AugmentationInputs {
  clip: AudioClip;
  matrix: Matrix;
  batch: Batch;
}

export interface AugmentationDefinition<
  K extends keyof AugmentationInputs,
  P extends ParameterSchema,
  D extends DrawSchema,
> {
  /** As exported: camelCase. */
  name: string;
  /** One sentence for the documentation. */
  about: string;
  /** What it changes. Default 'clip'. */
  input?: K;
  /** Its options, by `number`, `integer`, `fixed`, `choice` and `clips`. */
  params: P;
  /** What it draws beside the parameters' ranges. Default nothing. */
  draws?: D;
  /** Draws `draws`, as JSON; ranges are values by then. Needed where there are `draws`. */
  draw?(input: AugmentationInputs[K], rng: Rng, values: ValuesOf<P>): DrawsOf<D>;
  /** Pure: makes the output from the input and the values. */
  render(input: AugmentationInputs[K], values: ValuesOf<P> & DrawsOf<D>): AugmentationInputs[K];
  /** What limits cannot say: returns why a set of values is wrong, else undefined. */
  refuse?(values: ValuesOf<P>): string | undefined;
  /** Samples (rows of a matrix or batch) that come out. Default as many as go in. */
  outputLength?(input: AugmentationInputs[K], values: ValuesOf<P> & DrawsOf<D>): number;
  /** Whether `draw` looks at its input; false lets compositions draw without rendering. Default true where there is a `draw`. */
  drawReadsInput?: boolean;
  /** The module that exports it, for worker threads: your package's name. Without it, it stays in its thread. */
  module?: string;
}

/** Makes augmentations of one kind; knows its own parameters. */
export interface AugmentationFactory<
  K extends keyof AugmentationInputs = keyof AugmentationInputs,
  P extends ParameterSchema = ParameterSchema,
> {
  (
    ...options: Record<never, never> extends OptionsOf<P> ? [options?: OptionsOf<P>] : [options: OptionsOf<P>]
  ): Augmentation<AugmentationInputs[K]>;
  readonly about: string;
  readonly input: K;
  readonly params: P;
  readonly draws: DrawSchema;
}

/**
 * Makes the factory of an augmentation from a schema of its parameters and what it does with their values.
 *
 * From the schema come the checks of options and of what a log says was drawn, defaults, the drawing of values from ranges, the
 * JSON form (`toJSON`), the JSON schema (`pipelineSchema`) and the documentation (`parameterTable`). Inputs are checked before any
 * work. What is drawn is `{ ...a value a number, ...draws }`.
 *
 * @throws AugmentError `INVALID_OPTION` when the name is empty, there is no `render`, or `draws` without `draw`. The factory throws
 * `INVALID_OPTION`, what it makes `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES` (for matrices `INVALID_MATRIX`,
 * `EMPTY_MATRIX`, for batches `INVALID_BATCH`, `EMPTY_BATCH`), `INVALID_DRAWN`.
 * @example
 * const quieter = defineAugmentation({
 *   name: 'quieter',
 *   about: 'Divides by a number.',
 *   params: { by: number({ about: 'Divisor', unit: '', min: 1, max: 100, default: [1, 4] }) },
 *   render: (clip, { by }) => ({ ...clip, samples: clip.samples.map((x) => x / by) }),
 * });
 * quieter({ by: 2 }).apply(clip, createRng(6));
 */
export function defineAugmentation<
  P extends ParameterSchema,
  K extends keyof AugmentationInputs = 'clip',
  D extends DrawSchema = Record<never, never>,
>(definition: AugmentationDefinition<K, P, D>): AugmentationFactory<K, P> {
  const { name, about, params, module, drawReadsInput = definition.draw !== undefined } = definition;
  const input = definition.input ?? ('clip' as K);
  const draws: DrawSchema = definition.draws ?? {};
  if (!name) throw new AugmentError('INVALID_OPTION', 'defineAugmentation: name must not be empty');
  if (typeof definition.render !== 'function') {
    throw new AugmentError('INVALID_OPTION', `defineAugmentation('${name}'): render must be a function`);
  }
  if (Object.keys(draws).length > 0 && typeof definition.draw !== 'function') {
    throw new AugmentError('INVALID_OPTION', `defineAugmentation('${name}'): draws needs draw, a function`);
  }
  type T = AugmentationInputs[K];
  type Values = ValuesOf<P> & DrawsOf<D>;
  const check = (value: T): void => (checks[input] as (name: string, value: T) => void)(name, value);

  const make = (options: unknown = {}): Augmentation<T> => {
    const settings = settingsOf(name, params, options);
    const fixed = fixedSettings(params, settings);
    refuse('INVALID_OPTION', name, atEnds(params, settings), definition.refuse);
    const json = settingsToJson(settings);
    const valuesOf = (drawn: Drawn): Values => {
      const values = { ...fixed, ...checkDrawn(name, params, draws, drawn) } as unknown as Values;
      refuse('INVALID_DRAWN', `${name}.render`, [values], definition.refuse);
      return values;
    };
    const { outputLength } = definition;
    return createAugmentation<T>({
      name,
      options: json,
      ...(module ? { reference: { module, export: name, options: json } } : {}),
      drawReadsInput,
      draw: (value, rng) => {
        if (drawReadsInput) check(value);
        const numbers = drawNumbers(params, settings, rng);
        return { ...numbers, ...definition.draw?.(value, rng, { ...fixed, ...numbers } as unknown as ValuesOf<P>) };
      },
      render: (value, drawn) => {
        keepHeap();
        check(value);
        return definition.render(value, valuesOf(drawn));
      },
      outputLength: (value, drawn) => (outputLength ? outputLength(value, valuesOf(drawn)) : lengthOf(value)),
    });
  };
  Object.defineProperty(make, 'name', { value: name });
  return Object.assign(make, { about, input, params, draws }) as unknown as AugmentationFactory<K, P>;
}

/** The values at the low and at the high ends of all ranges. */
function atEnds(params: ParameterSchema, settings: Settings): readonly unknown[] {
  return [0, 1].map((end) =>
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        key,
        params[key]!.kind === 'number' && Array.isArray(value)
          ? (value as NumberParameter['default'] & object)[end]
          : value,
      ]),
    ),
  );
}

function refuse<V>(
  code: 'INVALID_OPTION' | 'INVALID_DRAWN',
  where: string,
  all: readonly unknown[],
  why: ((values: V) => string | undefined) | undefined,
): void {
  for (const values of all) {
    const reason = why?.(values as V);
    if (reason !== undefined) throw new AugmentError(code, `${where}: ${reason}`);
  }
}

/** Of each kind of input. */
const checks: { readonly [K in keyof AugmentationInputs]: (name: string, value: AugmentationInputs[K]) => void } = {
  clip: checkClip,
  matrix: checkMatrix,
  batch: checkBatch,
};

function lengthOf(value: AudioClip | Matrix | Batch): number {
  return 'samples' in value ? value.samples.length : value.rows;
}
