import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolve } from 'import-meta-resolve';

/**
 * The `file:` URL of a module as seen from a file: a package by its name, also one with an `import` export only, or a path.
 *
 * @param from path of the file, which need not exist
 * @returns undefined where there is none
 * @example
 * resolveModule('ser-augment-mains-hum', join(process.cwd(), 'package.json'));
 */
export function resolveModule(module: string, from: string): string | undefined {
  // First as `require` does, which knows the conditions that Node was started with.
  const found = unlessMissing(() => pathToFileURL(createRequire(from).resolve(module)).href);
  if (found !== undefined || module.startsWith('.') || isAbsolute(module)) return found;
  return unlessMissing(() => resolve(module, pathToFileURL(from).href));
}

const MISSING: readonly unknown[] = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'];

function unlessMissing(find: () => string): string | undefined {
  try {
    return find();
  } catch (error) {
    if (MISSING.includes((error as { code?: unknown }).code)) return undefined;
    throw error;
  }
}
