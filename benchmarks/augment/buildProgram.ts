import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { npm, run } from '../../tools/packages/npm';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { cacheFolder } from '../training/cacheFolder';

/**
 * Builds our packages and the calculator that uses them as installed packages, not as sources; returns its path.
 * `packagesToo` false takes the packages' `dist` as it is.
 */
export async function buildProgram(packagesToo: boolean): Promise<string> {
  const packages = ['augment', 'mfcc'].map((name) => `--filter=@ser/${name}`);
  if (packagesToo) run([...npm(), 'exec', '--', 'turbo', 'run', 'build', ...packages], { cwd: repositoryRoot });
  const outfile = join(cacheFolder('programs', 'augment'), 'ours.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./programs/ours.ts', import.meta.url))],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}
