import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWeights, saveWeights } from '../src/node';
import { weightsFrom } from './support/sampleCheckpoint';
import { canMountTinyDisk, mountTinyDisk } from './support/tinyDisk';

const small = weightsFrom({ a: [1, 2] });
const large = weightsFrom({ a: Array(100_000).fill(1) });

describe('saveWeights', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ser-weights-'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const full = canMountTinyDisk();
  if (!full) console.warn('skipped: saveWeights on a full disk (mounting a file system is not permitted)');
  (full ? it : it.skip)('on a full disk fails and leaves the weights that were there', async () => {
    const disk = mountTinyDisk()!;
    try {
      const path = join(disk.path, 'best.safetensors');
      await saveWeights(small, path);
      await expect(saveWeights(large, path)).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await loadWeights(path)).toEqual(small);
      expect(readdirSync(disk.path)).toEqual(['best.safetensors']);
    } finally {
      disk.unmount();
    }
  });

  it('leaves the weights that were there when the new ones cannot take their name', async () => {
    const path = join(folder, 'best.safetensors');
    await saveWeights(small, path);
    jest.spyOn(files, 'rename').mockRejectedValueOnce(new Error('EIO: i/o error'));
    await expect(saveWeights(large, path)).rejects.toThrow('EIO');
    expect(await loadWeights(path)).toEqual(small);
    expect(readdirSync(folder)).toEqual(['best.safetensors']);
  });

  it('leaves one of them whole when two are written to one path at once', async () => {
    const path = join(folder, 'best.safetensors');
    await Promise.all([saveWeights(small, path), saveWeights(large, path)]);
    expect([small.sha256, large.sha256]).toContain((await loadWeights(path)).sha256);
    expect(readdirSync(folder)).toEqual(['best.safetensors']);
  });
});
