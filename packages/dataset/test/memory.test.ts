import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './fixtures/manifest';

jest.setTimeout(600_000);

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

it('builds a file of a corpus five times as large with the memory of the small one', () => {
  const run = (clips: number): { valueMb: number; addedMb: number; liveMb: number } => {
    const flags = [
      '--expose-gc',
      '--conditions=@ser/source',
      '--import',
      'tsx',
      join(__dirname, '../bench/simulated.ts'),
    ];
    return JSON.parse(
      execFileSync(process.execPath, [...flags, '--clips', String(clips), '--workers', '2'], { encoding: 'utf8' }),
    );
  };
  const [few, many] = [run(1000), run(5000)];
  expect([few.valueMb, many.valueMb]).toEqual([18, 90]);
  // Rows of the manifest, a few files' worth of values; one that was kept for each clip would be 72 MB.
  expect(many.liveMb - few.liveMb).toBeLessThan(25);
  // Of which the threads and what the garbage collector has not yet taken are the most.
  expect(many.addedMb).toBeLessThan(300);
});
