import { existsSync } from 'node:fs';

const places = [process.env.SER_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Where this machine's Chromium is. */
export function chromiumPath(): string {
  const found = places.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium found: install it, or name one in SER_CHROMIUM');
  return found;
}
