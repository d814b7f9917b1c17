import { CorpusError } from './errors';

/** Without an import, so that bundlers for browsers see none: `synthetic` works there, and the package has one build. */
export function nodeModules(): { fs: typeof import('node:fs/promises'); path: typeof import('node:path') } {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const fs = process?.getBuiltinModule?.('node:fs/promises');
  const path = process?.getBuiltinModule?.('node:path');
  if (!fs || !path) {
    throw new CorpusError(
      'UNREADABLE',
      'folders and tables can be read in Node (20.16 or later) only; in a browser use synthetic()',
    );
  }
  return { fs: fs as typeof import('node:fs/promises'), path: path as typeof import('node:path') };
}
