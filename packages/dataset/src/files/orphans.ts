import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** How the temporary files and folders of this process begin: hidden, and telling whose they are. */
export function ownPrefix(name: string, pid: number = process.pid): string {
  return `.${name}-${hostname()}-${pid}-`;
}

/** Removes what processes of this machine left when they were killed. */
export async function removeOrphans(folder: string, name: string): Promise<void> {
  const start = ownPrefix(name).slice(0, -`${process.pid}-`.length);
  for (const entry of await readdir(folder)) {
    const pid = entry.startsWith(start) ? Number.parseInt(entry.slice(start.length), 10) : Number.NaN;
    if (entry.startsWith(ownPrefix(name, pid)) && !isRunning(pid)) {
      await rm(join(folder, entry), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
