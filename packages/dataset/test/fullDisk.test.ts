import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildDataset, type Progress } from '../src/index';
import { generated, temporaryFolder } from './fixtures/manifest';
import { levels, wide } from './fixtures/parts';

const clip = { sampleRate: null };
// An import of it would be a copy, which nobody else sees.
const disk = jest.requireActual<typeof import('node:fs/promises')>('node:fs/promises');

describe('a full disk', () => {
  let folder: string;
  let warnings: string[];
  let computed: number;
  const onProgress = ({ rate }: Progress) => {
    if (rate > 0) computed++;
  };

  beforeEach(() => {
    folder = temporaryFolder();
    warnings = [];
    computed = 0;
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('costs the cache what does not fit, and the build nothing', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    jest.spyOn(disk, 'writeFile').mockRejectedValueOnce(full);
    const options = { featureSet: levels, clip, workers: 0, onProgress };
    const dataset = await buildDataset(generated(5), { ...options, cacheDir: folder });
    expect(warnings).toEqual([expect.stringContaining('goes on without it: ENOSPC: no space left on device')]);
    expect(dataset).toEqual(await buildDataset(generated(5), { ...options, cacheDir: null }));
    computed = 0;
    await buildDataset(generated(5), { ...options, cacheDir: folder });
    expect([computed, warnings.length]).toEqual([5, 1]);
  });

  const small = () => join(folder, 'small');
  const mounted = mountable();
  if (!mounted) console.warn('skipped: a real full disk (no right to mount a tmpfs here)');
  (mounted ? describe : describe.skip)('of 12 MB', () => {
    beforeEach(() => {
      mkdirSync(small());
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'none', small()]);
    });
    afterEach(() => {
      execFileSync('umount', [small()]);
    });

    it('keeps what is finished and says so; with room again the build goes on', async () => {
      // 1 MB a clip, once in the cache and once on its way to the file.
      const options = { featureSet: wide, clip, workers: 0, onProgress, file: join(small(), 'wide.dataset') };
      const manifest = generated(14);
      await expect(buildDataset(manifest, options)).rejects.toMatchObject({
        code: 'FILE_NOT_WRITTEN',
        message: expect.stringContaining('ENOSPC'),
      });
      execFileSync('mount', ['-o', 'remount,size=64m', small()]);
      computed = 0;
      const dataset = await buildDataset(manifest, options);
      await dataset.close();
      expect(computed).toBeLessThan(14);
      const whole = await buildDataset(manifest, { featureSet: wide, clip, cacheDir: null });
      expect(dataset.contentKey).toBe(whole.contentKey);
    });
  });
});

function mountable(): boolean {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false; // not root, or no Linux
  } finally {
    rmSync(folder, { recursive: true });
  }
}
