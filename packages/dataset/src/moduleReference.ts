import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModuleReference } from '@ser/features';
import { DatasetError } from './errors';
import { resolveModule } from './resolveModule';

/**
 * A reference whose module is a `file:` URL, so that a worker imports the very file the calling thread found:
 * first as seen from this package, then as seen from the caller's working directory.
 */
export function resolveReference(reference: ModuleReference): ModuleReference {
  const { module } = reference;
  if (module.startsWith('file:')) return reference;
  for (const origin of [fileURLToPath(import.meta.url), join(process.cwd(), 'package.json')]) {
    const url = resolveModule(module, origin);
    if (url !== undefined) return { ...reference, module: url };
  }
  throw new DatasetError(
    'BAD_REFERENCE',
    `module reference '${module}' is found neither from @ser/dataset nor from ${process.cwd()}; ` +
      `name it by a file: URL, for instance import.meta.resolve('${module}') or, inside the module itself, import.meta.url`,
  );
}

/**
 * What a reference leads to: the export itself when `accepts` it, else what it returns when called with `options`.
 *
 * @throws DatasetError `BAD_REFERENCE` when the module cannot be imported, lacks the export, or exports something else.
 */
export async function importReference<T>(
  reference: ModuleReference,
  expected: string,
  accepts: (value: unknown) => value is T,
): Promise<T> {
  const name = `module reference ${reference.module}#${reference.export}`;
  let found: unknown;
  try {
    const module = (await import(reference.module)) as Record<string, unknown>;
    // A CommonJS module that hides its names from Node's static analysis has them on `default` only.
    found = module[reference.export] ?? (module.default as Record<string, unknown> | undefined)?.[reference.export];
  } catch (error) {
    throw new DatasetError('BAD_REFERENCE', `${name} cannot be imported: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (found === undefined) throw new DatasetError('BAD_REFERENCE', `${name}: the module has no such export`);
  if (accepts(found)) return found;
  if (typeof found === 'function') {
    let made: unknown;
    try {
      made = found(reference.options);
    } catch (error) {
      throw new DatasetError(
        'BAD_REFERENCE',
        `${name} threw when called with its options: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    }
    if (accepts(made)) return made;
  }
  throw new DatasetError('BAD_REFERENCE', `${name} is not ${expected}, nor a function that returns one`);
}
