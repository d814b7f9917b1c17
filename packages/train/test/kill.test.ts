import '@tensorflow/tfjs-backend-cpu';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng, type Rng } from '@ser/random';
import { buildSync } from 'esbuild';
import type { Outcome } from './programs/killable';

/** How many kills each way of training survives; raise it for a soak. */
const kills = Number(process.env.SER_KILLS ?? 26);
const seed = process.env.SER_KILL_SEED ?? '1';

let workplace: string;
let program: string;

beforeAll(() => {
  workplace = mkdtempSync(join(tmpdir(), 'ser-kill-'));
  program = join(workplace, 'killable.mjs');
  // Bundled once: a child is then up in a fraction of a second.
  buildSync({
    entryPoints: [join(__dirname, 'programs', 'killable.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@ser/source'],
    // The CPU backend's list of files with effects names others than those that its main file is made of.
    ignoreAnnotations: true,
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
});
afterAll(() => rmSync(workplace, { recursive: true }));

/** One life of the program; `arrange` is called once it trains and gives what is to be done after its end. */
async function live(
  mode: string,
  folder: string,
  arrange: (child: ChildProcess) => () => void,
): Promise<'killed' | 'done'> {
  const child = spawn(process.execPath, [program, mode, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (text) => {
    printed += text;
  });
  let cancel: (() => void) | undefined;
  child.stdout.once('data', () => {
    cancel = arrange(child);
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (...ended) => resolve(ended));
  });
  cancel?.();
  if (signal === 'SIGKILL') return 'killed';
  // A kill leaves no damaged checkpoint, so none is ever passed over.
  if (code === 0 && !printed.includes('checkpointFolder')) return 'done';
  throw new Error(`the training ended with code ${code}, signal ${signal}: ${printed}`);
}

/** Some time from now, uniformly. */
function after(milliseconds: number) {
  return (child: ChildProcess) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    return () => clearTimeout(timer);
  };
}

/** As soon as the n-th new file of this life appears, whole or not. */
function whileWriting(folder: string, nth: number) {
  return (child: ChildProcess) => {
    const before = new Set(readdirSync(folder).filter((name) => !name.endsWith('.tmp')));
    const begun = new Set<string>();
    const watcher = watch(folder, (_event, name) => {
      // Files that go are told too.
      if (!name || before.has(name) || !existsSync(join(folder, name))) return;
      begun.add(name.replace(/\.tmp$/, ''));
      if (begun.size >= nth) child.kill('SIGKILL');
    });
    return () => watcher.close();
  };
}

interface Ended {
  readonly outcome: Outcome;
  readonly csv: string;
}

function endOf(folder: string): Ended {
  const lines = readFileSync(join(folder, 'history.csv'), 'utf8').trimEnd().split('\n');
  const seconds = lines[0]!.split(',').indexOf('seconds');
  const timeless = lines.map((line) => line.split(',').toSpliced(seconds, 1).join());
  return {
    outcome: JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')),
    csv: createHash('sha256').update(timeless.join('\n')).digest('hex'),
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(workplace, 'training-'));
  mkdirSync(join(folder, 'checkpoints'));
  return folder;
}

describe.each(['fit', 'stages'])('%s that is killed again and again', (mode) => {
  let whole: Ended;
  let milliseconds: number;

  beforeAll(async () => {
    const folder = newFolder();
    let begun = 0;
    await live(mode, folder, () => {
      begun = performance.now();
      return () => undefined;
    });
    milliseconds = performance.now() - begun;
    whole = endOf(folder);
    expect(whole.outcome.history.epochs.length).toBeGreaterThanOrEqual(10);
    // The callbacks had something to say, so their state matters.
    expect(new Set(whole.outcome.history.epochs.map(({ learningRate }) => learningRate)).size).toBeGreaterThan(1);
  });

  /** Kills trainings, as drawn, until there were `wanted` kills; each one that comes to its end must be the same. */
  async function killUntil(wanted: number, draw: (rng: Rng, folder: string) => (child: ChildProcess) => () => void) {
    const rng = createRng(seed).fork(mode);
    let killed = 0;
    let insideWrites = 0;
    for (let training = 0; killed < wanted; training++) {
      const folder = newFolder();
      const checkpoints = join(folder, 'checkpoints');
      for (let life = 0; ; life++) {
        const end = await live(mode, folder, draw(rng.fork(training).fork(life), checkpoints));
        if (end === 'done') break;
        killed++;
        if (readdirSync(checkpoints).some((name) => name.endsWith('.tmp'))) insideWrites++;
      }
      expect(endOf(folder)).toEqual(whole);
      // Three where the last kill came between the newest one's name and the oldest one's end.
      const left = readdirSync(checkpoints);
      expect(left.every((name) => /^\d{6}-epoch-\d{4}\.safetensors$/.test(name))).toBe(true);
      expect([2, 3]).toContain(left.length);
    }
    return { killed, insideWrites };
  }

  it('at any moment ends with the same bits', async () => {
    const { killed } = await killUntil(Math.ceil(kills / 2), (rng) => after(rng.uniform(0, milliseconds / 2)));
    expect(killed).toBeGreaterThanOrEqual(kills / 2);
  }, 300_000);

  it('while it writes a checkpoint ends with the same bits', async () => {
    const { killed, insideWrites } = await killUntil(Math.floor(kills / 2), (rng, folder) =>
      whileWriting(folder, 1 + rng.integer(4)),
    );
    expect(killed).toBeGreaterThanOrEqual(Math.floor(kills / 2));
    // Not all: between the name's appearance and the signal some are done.
    expect(insideWrites).toBeGreaterThan(0);
  }, 300_000);
});
