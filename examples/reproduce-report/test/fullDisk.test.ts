import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './support/program';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-full-'));
const tiny = join(folder, 'tiny');
mkdirSync(tiny);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', tiny]).status === 0;
if (!mounted) console.warn('a full disk is not tested here: mounting a small one needs Linux and root');
afterAll(() => {
  if (mounted) spawnSync('umount', [tiny]);
  rmSync(folder, { recursive: true });
});

describe('a disk without room', () => {
  (mounted ? it : it.skip)('is told in one sentence, and what was trained is there for the next start', async () => {
    const cache = ['--only', 'cnn1', '--cache', join(folder, 'cache')];
    const full = await run('src/index.ts', [...cache, '--out', join(tiny, 'out')]);
    expect(full.status).toBe(1);
    expect(full.stderr).toMatch(/^ReproduceError: no space left in .*ENOSPC.*the same command goes on from there/m);
    expect(full.stderr).not.toMatch(/^\s+at /m);

    const roomy = await run('src/index.ts', [...cache, '--out', join(folder, 'out')]);
    expect(roomy.status).toBe(0);
    expect(roomy.stderr).toContain('cnn1, seed 0: finished earlier');
    expect(existsSync(join(folder, 'out', 'results.json'))).toBe(true);
  });
});
