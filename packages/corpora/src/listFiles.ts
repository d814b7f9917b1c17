import { CorpusError } from './errors';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** From the folder searched, with '/' on every system. */
  readonly relative: string;
  readonly bytes: number;
}

/** Every file below a folder, sorted by relative path. Hidden files and folders are passed over; links are followed once. */
export async function listFiles(dir: string): Promise<FoundFile[]> {
  const { fs, path } = nodeModules();
  const files: FoundFile[] = [];
  const seen = new Set<string>();
  const visit = async (folder: string, prefix: string): Promise<void> => {
    // A link to a folder above would otherwise be walked for ever.
    const real = await fs.realpath(folder);
    if (seen.has(real)) return;
    seen.add(real);
    const names = (await fs.readdir(folder)).filter((name) => !name.startsWith('.')).sort();
    for (const name of names) {
      const full = path.join(folder, name);
      const status = await fs.stat(full).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return undefined; // a link to nowhere
        throw cause;
      });
      if (status?.isDirectory()) await visit(full, `${prefix}${name}/`);
      else if (status?.isFile()) files.push({ path: full, relative: prefix + name, bytes: status.size });
    }
  };
  try {
    await visit(path.resolve(dir), '');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CorpusError('UNREADABLE', `the folder "${dir}" cannot be read: ${reason}`, { cause });
  }
  return files.sort((a, b) => (a.relative < b.relative ? -1 : 1));
}

/** Without an import, so that bundlers for browsers see none: `synthetic` works there, and the package has one build. */
function nodeModules(): { fs: typeof import('node:fs/promises'); path: typeof import('node:path') } {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const fs = process?.getBuiltinModule?.('node:fs/promises');
  const path = process?.getBuiltinModule?.('node:path');
  if (!fs || !path) {
    throw new CorpusError(
      'UNREADABLE',
      'folders can be read in Node (20.16 or later) only; in a browser use synthetic()',
    );
  }
  return { fs: fs as typeof import('node:fs/promises'), path: path as typeof import('node:path') };
}
