import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '@ser/random';
import { buildSync } from 'esbuild';

let workplace: string;
let program: string;

beforeAll(() => {
  workplace = mkdtempSync(join(tmpdir(), 'ser-cells-'));
  program = join(workplace, 'killableCells.mjs');
  buildSync({
    entryPoints: [join(__dirname, '..', 'programs', 'killableCells.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@ser/source'],
    logLevel: 'error',
  });
});
afterAll(() => rmSync(workplace, { recursive: true }));

/** One life of the program: killed `delay` milliseconds after it trained a cell, or left to its end. */
async function live(folder: string, delay: number): Promise<{ lines: string[]; signal: string | null }> {
  const child = spawn(process.execPath, [program, folder, delay === Number.POSITIVE_INFINITY ? '0' : '20']);
  let printed = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (text) => {
    printed += text;
    if (delay < Number.POSITIVE_INFINITY && printed.includes('trained'))
      timer ??= setTimeout(() => child.kill('SIGKILL'), delay);
  });
  const signal = await new Promise<string | null>((resolve) => child.once('close', (_code, by) => resolve(by)));
  clearTimeout(timer);
  return { lines: printed.trim().split('\n'), signal };
}

it('gives the result of a run that was never killed, whenever it is killed, and computes nothing twice', async () => {
  const [whole, killed] = ['whole', 'killed'].map((name) => join(workplace, name)) as [string, string];
  mkdirSync(whole);
  mkdirSync(killed);
  await live(whole, Number.POSITIVE_INFINITY);
  const rng = createRng(process.env.SER_KILL_SEED ?? '1');
  let kills = 0;
  let trained = 0;
  for (let lives = 0; lives < 21 && !existsSync(join(killed, 'result.json')); lives++) {
    const { lines, signal } = await live(killed, 60 * rng.uniform());
    kills += Number(signal === 'SIGKILL');
    trained += lines.filter((line) => line.startsWith('trained')).length;
    expect(lines.filter((line) => /damaged|cannot be used/.test(line))).toEqual([]);
  }
  expect(kills).toBeGreaterThan(2);
  expect(JSON.parse(readFileSync(join(killed, 'result.json'), 'utf8'))).toEqual(
    JSON.parse(readFileSync(join(whole, 'result.json'), 'utf8')),
  );
  expect(readdirSync(join(killed, 'cells')).filter((name) => name.endsWith('.json'))).toHaveLength(20);
  // A cell may be stored and its line be lost with the process, but none is trained and told twice.
  expect(trained).toBeLessThanOrEqual(20);
});
