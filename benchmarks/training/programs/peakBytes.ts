import { existsSync, readFileSync } from 'node:fs';

/** Largest resident memory of this process so far. `maxRSS` would count what the parent held when it forked. */
export function peakBytes(): number {
  if (existsSync('/proc/self/status')) {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  }
  return process.resourceUsage().maxRSS * 1024;
}
