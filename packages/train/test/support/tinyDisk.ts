import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system that is soon full. */
export interface TinyDisk {
  readonly path: string;
  readonly unmount: () => void;
}

/** A file system of 64 kB in memory; undefined where mounting is not permitted. */
export function mountTinyDisk(): TinyDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'ser-tiny-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path);
  } catch {
    rmSync(path, { recursive: true });
    return undefined; // not root, or not Linux
  }
  return {
    path,
    unmount: () => {
      run('umount', path);
      rmSync(path, { recursive: true });
    },
  };
}

/** Whether {@link mountTinyDisk} works here. */
export function canMountTinyDisk(): boolean {
  const disk = mountTinyDisk();
  disk?.unmount();
  return disk !== undefined;
}

function run(command: string, ...parameters: string[]): void {
  execFileSync(command, parameters, { stdio: 'ignore' });
}
