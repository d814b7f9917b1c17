import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { npm, run } from '../tools/packages/npm';
import { repositoryRoot } from '../tools/packages/stagePackages';
import { cacheFolder } from './training/cacheFolder';

/** Programs of a benchmark that run in processes of their own. */
export interface Programs {
  /** The benchmark's folder. */
  readonly benchmark: string;
  /** Files in its folder `programs`; each becomes a NAME.mjs. */
  readonly files: readonly string[];
  /** Packages of ours that they import, without @ser/. */
  readonly packages: readonly string[];
}

/**
 * Builds our packages and the programs that use them as installed packages, not as sources; returns the programs' folder.
 * `packagesToo` false takes the packages' `dist` as it is.
 */
export async function buildPrograms({ benchmark, files, packages }: Programs, packagesToo: boolean): Promise<string> {
  const filters = packages.map((name) => `--filter=@ser/${name}`);
  if (packagesToo) run([...npm(), 'exec', '--', 'turbo', 'run', 'build', ...filters], { cwd: repositoryRoot });
  const outdir = cacheFolder('programs', benchmark);
  await build({
    entryPoints: files.map((file) => fileURLToPath(new URL(`./${benchmark}/programs/${file}`, import.meta.url))),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outdir;
}
