import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The user's cache folder for this project: `$XDG_CACHE_HOME/ser` or `~/.cache/ser`, `~/Library/Caches/ser` on macOS,
 * `%LOCALAPPDATA%\ser` on Windows. It may not exist yet; everything in it may be deleted at any time.
 */
export function defaultCacheDirectory(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'ser');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'ser');
  // The XDG specification says that a relative path is invalid and must be ignored.
  const base = env.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(home, '.cache'), 'ser');
}
