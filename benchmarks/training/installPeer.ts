import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from '../../tools/packages/npm';
import { cacheFolder } from './cacheFolder';
import { reasonIn } from './runFresh';

/**
 * Installs a peer's package for the benchmark only, beside the repository's TensorFlow.js (its own peer dependencies are
 * found there, so there is one engine); returns the folder. Throws one sentence when it cannot be installed.
 */
export function installPeer(name: string, version: string): string {
  const folder = cacheFolder('peers', `${name.replace(/[@/]/g, '-').replace(/^-/, '')}-${version}`);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    run(
      [...npm(), 'install', '--no-package-lock', '--no-audit', '--no-fund', '--legacy-peer-deps', `${name}@${version}`],
      {
        cwd: folder,
      },
    );
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${name} ${version} cannot be installed: ${npmReason((error as Error).message)}`);
  }
  writeFileSync(done, '');
  return folder;
}

function npmReason(text: string): string {
  const lines = text.split('\n').filter((line) => line.startsWith('npm error'));
  const telling = lines.find((line) => /Error: |ENOTFOUND|ECONN|E404|EBADENGINE/.test(line)) ?? lines[0] ?? text;
  return reasonIn(telling.replace(/^npm error (code )?/, ''));
}
