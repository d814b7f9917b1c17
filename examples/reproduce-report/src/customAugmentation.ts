import { join } from 'node:path';
import { type Augmentation, type AugmentationJson, type ModuleReference, toJSON } from '@ser/augment';
import { checkAugmentation } from '@ser/augment/testing';
import { resolveModule } from '@ser/dataset';
import { ReproduceError } from './errors';

/** The version of each clip that the user's augmentation makes, beside those of the report. */
export const customVersion = 'custom';

/** An augmentation that the user named on the command line. */
export interface CustomAugmentation {
  /** As it was typed: `MODULE` or `MODULE#EXPORT`. */
  readonly typed: string;
  /** As it was typed. */
  readonly options?: object;
  /** Where worker threads find it. */
  readonly reference: ModuleReference;
  /** What it is, with all its settings: part of every result that depends on it. */
  readonly json: AugmentationJson;
}

/** Broken promises that a message lists, and exports. */
const MOST_PROMISES = 3;
const MOST_NAMES = 8;

/**
 * Finds the augmentation, makes it and holds it to the contract of `@ser/augment`, before anything is computed.
 *
 * @param typed a package or a file, as seen from the working directory; `#EXPORT` where it exports several things
 * @param options what its factory is called with
 * @throws {ReproduceError} `BAD_AUGMENTATION` when the module cannot be found or loaded, has no such export, refuses the options
 * or breaks the contract
 */
export async function customAugmentation(typed: string, options?: object): Promise<CustomAugmentation> {
  const bad = (problem: string, cause?: unknown) =>
    new ReproduceError('BAD_AUGMENTATION', `--augment ${typed}: ${problem}`, { cause });
  const [module = '', wanted] = typed.split('#');

  const url = urlOf(module, bad);
  const exported = await import(url).then(exportsOf, (error: Error) => {
    throw bad(`${module} cannot be loaded: ${error.message}`, error);
  });
  const known = Object.keys(exported).filter((name) => /function|object/.test(typeof exported[name]));
  const name = wanted ?? (known.length === 1 ? known[0]! : undefined);
  if (name === undefined || !known.includes(name)) {
    const asked = wanted === undefined ? 'it exports several things, so name one' : `it has no export "${wanted}"`;
    const shown = known.slice(0, MOST_NAMES).map((each) => `${module}#${each}`);
    const more = known.length > MOST_NAMES ? ` and ${known.length - MOST_NAMES} more` : '';
    throw bad(`${asked}: ${shown.join(', ') || 'there is none'}${more}`);
  }

  const made = make(exported[name], options, bad);
  const broken = checkAugmentation(made, { silenceMaySound: true });
  if (broken.length > 0) {
    const shown = broken.slice(0, MOST_PROMISES).map(({ message }) => `\n  ${message}`);
    throw bad(`${name} breaks the contract of @ser/augment in ${broken.length} ways:${shown.join('')}`);
  }
  return { typed, options, reference: { module: url, export: name, options }, json: toJSON(made) };
}

function urlOf(module: string, bad: (problem: string, cause?: unknown) => Error): string {
  if (module.startsWith('file:')) return module;
  const url = resolveModule(module, join(process.cwd(), 'package.json'));
  if (url !== undefined) return url;
  throw bad(
    `"${module}" is not found from ${process.cwd()}; install it there, or give its file: ./NAME.js, /FOLDER/NAME.js`,
  );
}

/** A CommonJS module that hides its names from Node's static analysis has them on `default` only. */
function exportsOf(module: Record<string, unknown>): Record<string, unknown> {
  const { default: rest, ...named } = module;
  return Object.keys(named).length > 0 || typeof rest !== 'object' ? named : (rest as Record<string, unknown>);
}

function make(
  found: unknown,
  options: object | undefined,
  bad: (problem: string, cause?: unknown) => Error,
): Augmentation {
  let made = found;
  if (typeof found === 'function') {
    try {
      made = found(options);
    } catch (error) {
      throw bad(`it refuses its options: ${(error as Error).message}`, error);
    }
  } else if (options !== undefined) {
    throw bad('it is an augmentation already, not a function that takes --augment-options');
  }
  const { name, options: settings, draw, render, apply } = (made ?? {}) as Partial<Augmentation>;
  const isOne =
    typeof name === 'string' &&
    typeof settings === 'object' &&
    [draw, render, apply].every((part) => typeof part === 'function');
  if (!isOne) throw bad('it gives no augmentation: { name, options, draw, render, apply } was expected');
  return made as Augmentation;
}
