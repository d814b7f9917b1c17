import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { npm, run } from '../../tools/packages/npm';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { cacheFolder } from './cacheFolder';

/**
 * Builds our packages and the Node programs that use them as installed packages, not as sources; returns their folder.
 * `packagesToo` false takes the packages' `dist` as it is.
 */
export async function buildPrograms(packagesToo: boolean): Promise<string> {
  const packages = ['train', 'models', 'backend-simd'].map((name) => `--filter=@ser/${name}`);
  if (packagesToo) run([...npm(), 'exec', '--', 'turbo', 'run', 'build', ...packages], { cwd: repositoryRoot });
  const outdir = cacheFolder('programs');
  const programs = fileURLToPath(new URL('./programs/', import.meta.url));
  await build({
    entryPoints: [join(programs, 'tensorflow.ts'), join(programs, 'jax.mjs')],
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
