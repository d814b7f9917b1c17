import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../tools/packages/stagePackages';

/**
 * A folder for what the benchmark builds and installs. It lies in the repository's node_modules, so that programs in it
 * find our packages and TensorFlow.js as any user's program would, and `npm ci` clears it.
 */
export function cacheFolder(...path: string[]): string {
  const folder = join(repositoryRoot, 'node_modules/.cache/ser-training-bench', ...path);
  mkdirSync(folder, { recursive: true });
  return folder;
}
