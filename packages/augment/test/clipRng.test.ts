import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { clipRng } from '../src/index';

it('gives each clip and epoch a stream of its own, the same every time', () => {
  const firsts = [clipRng(6, 'a'), clipRng(6, 'b'), clipRng(6, 'a', 1), clipRng(7, 'a')].map((rng) => rng.uniform());
  expect(new Set(firsts).size).toBe(4);
  expect(clipRng(6, 'a', 0).uniform()).toBe(firsts[0]);
});

it('augments to the same bytes on one worker thread and on three in another order; another epoch to others', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@ser/source', '--import', 'tsx', join(__dirname, 'programs/workers.ts')],
    { encoding: 'utf8', cwd: join(__dirname, '..') },
  );
  expect(stderr).toBe('');
  const [one, three, next] = stdout.trim().split('\n');
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(three).toBe(one);
  expect(next).not.toBe(one);
});
