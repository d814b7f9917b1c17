import { defaultCacheDirectory } from '../src/index';

describe('defaultCacheDirectory', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string, string]>([
    ['linux', { XDG_CACHE_HOME: '/var/cache/ann' }, '/home/ann', '/var/cache/ann/ser'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ann', '/home/ann/.cache/ser'],
    ['linux', {}, '/home/ann', '/home/ann/.cache/ser'],
    ['darwin', {}, '/Users/ann', '/Users/ann/Library/Caches/ser'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\ann', 'D:\\Local\\ser'],
    ['win32', {}, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Local\\ser'],
  ])('on %s with %p is in the user folder meant for it', (platform, env, home, expected) => {
    expect(defaultCacheDirectory(platform, env, home)).toBe(expected);
  });
});
