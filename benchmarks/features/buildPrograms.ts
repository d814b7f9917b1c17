import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { npm, run } from '../../tools/packages/npm';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { cacheFolder } from '../training/cacheFolder';

/**
 * Builds our packages and the calculators that use them as installed packages, not as sources; returns their folder.
 * `packagesToo` false takes the packages' `dist` as it is.
 */
export async function buildPrograms(packagesToo: boolean): Promise<string> {
  const packages = ['augment', 'features'].map((name) => `--filter=@ser/${name}`);
  const filters = [...packages, '--filter=@ser/audio-io'];
  if (packagesToo) run([...npm(), 'exec', '--', 'turbo', 'run', 'build', ...filters], { cwd: repositoryRoot });
  const outdir = cacheFolder('programs', 'features');
  const programs = fileURLToPath(new URL('./programs/', import.meta.url));
  await build({
    entryPoints: ['ours', 'meyda', 'essentia'].map((name) => join(programs, `${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outdir;
}
