import { existsSync } from 'node:fs';

const places = [process.env.SER_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Where this machine's Chromium is. */
export function chromiumPath(): string {
  const found = places.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium found: install it, or name one in SER_CHROMIUM');
  return found;
}

/** For tests: undefined, said on the console, where a stranger's machine has none. The gate installs one first, so there it must be. */
export function chromiumOrNone(): string | undefined {
  try {
    return chromiumPath();
  } catch (error) {
    if (process.env.CI) throw error;
    console.log(`not tried in a browser: ${(error as Error).message}`);
    return undefined;
  }
}
