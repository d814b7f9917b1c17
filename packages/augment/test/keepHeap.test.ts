import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const glibc = (process.report?.getReport() as { header?: { glibcVersionRuntime?: string } })?.header
  ?.glibcVersionRuntime;
const onGlibc = glibc ? it : it.skip;
if (!glibc) console.warn('keepHeap.test: skipped, this Node does not stand on glibc');

onGlibc('waits for few pages of the memory of clips, 56 each', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@ser/source', '--import', 'tsx', join(__dirname, 'programs/countFaults.ts')],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const faults = JSON.parse(stdout) as number[];
  expect(faults).toHaveLength(5);
  expect(faults.reduce((sum, each) => sum + each) / 5).toBeLessThan(15);
});
