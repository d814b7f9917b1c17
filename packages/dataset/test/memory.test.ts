import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './fixtures/manifest';

jest.setTimeout(240_000);

interface Peak {
  readonly rows: number;
  readonly valueBytes: number;
  readonly rss: number;
  readonly arrayBuffers: number;
  readonly heapUsed: number;
}

it('reads half a million rows with the memory that a hundred thousand take, but for labels and checksums', () => {
  const folder = temporaryFolder();
  const run = (...options: string[]) => {
    const flags = ['--expose-gc', '--conditions=@ser/source', '--import', 'tsx', join(__dirname, '../bench/memory.ts')];
    return execFileSync(process.execPath, [...flags, ...options], { encoding: 'utf8' });
  };
  try {
    const [few, many] = [100_000, 500_000].map((rows): Peak => {
      const path = join(folder, `${rows}.dataset`);
      run('--file', path, '--rows', String(rows));
      return JSON.parse(run('--file', path));
    }) as [Peak, Peak];
    expect([few.rows, many.rows]).toEqual([100_000, 500_000]);
    const more = many.rows - few.rows;
    // Label, checksum and the order of an epoch, 4 bytes each; the values would take 102 MB more.
    expect(many.arrayBuffers - few.arrayBuffers).toBeLessThan(12 * more + 1e6);
    expect(many.heapUsed - few.heapUsed).toBeLessThan(5e6);
    expect(many.rss - few.rss).toBeLessThan((many.valueBytes - few.valueBytes) / 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
