import { CorpusError } from './errors';
import { nodeModules } from './nodeModules';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** From the folder searched, with '/' on every system. */
  readonly relative: string;
  readonly bytes: number;
}

/** What lies below a folder. */
export interface FolderListing {
  /** Every file, sorted by relative path. */
  readonly files: readonly FoundFile[];
  /** Names of the folders directly in it, sorted. */
  readonly folders: readonly string[];
}

/** Everything below a folder. Hidden files and folders are passed over; links are followed once. */
export async function listFiles(dir: string): Promise<FolderListing> {
  const { fs, path } = nodeModules();
  const files: FoundFile[] = [];
  const folders: string[] = [];
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
      if (status?.isDirectory()) {
        if (prefix === '') folders.push(name);
        await visit(full, `${prefix}${name}/`);
      } else if (status?.isFile()) files.push({ path: full, relative: prefix + name, bytes: status.size });
    }
  };
  try {
    await visit(path.resolve(dir), '');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CorpusError('UNREADABLE', `the folder "${dir}" cannot be read: ${reason}`, { cause });
  }
  return { files: files.sort((a, b) => (a.relative < b.relative ? -1 : 1)), folders };
}
