import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '@ser/random';
import { decodeShard } from '../src/clipCache/shard';
import { buildDataset } from '../src/index';
import { generated, temporaryFolder } from './fixtures/manifest';
import { levels } from './fixtures/parts';

jest.setTimeout(600_000);

const COUNT = 120;
/** Each costs the start of a process. */
const KILLS = 2;
const program = join(__dirname, 'programs/build.ts');

describe('a build that is killed', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const computed = (log: string) => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []);

  /** Frequencies of the clips whose rows lie in the cache. */
  function kept(cacheDir: string): string[] {
    const recipes = existsSync(join(cacheDir, 'dataset')) ? readdirSync(join(cacheDir, 'dataset')) : [];
    return recipes.flatMap((recipe) => {
      const names = readdirSync(join(cacheDir, 'dataset', recipe)).filter((name) => name.endsWith('.arrow'));
      return names.flatMap((name) =>
        decodeShard(readFileSync(join(cacheDir, 'dataset', recipe, name))).map(({ id }) => frequencyOf(id)),
      );
    });
  }
  const frequencyOf = (id: string) => String(100 + 10 * Number(id.replace('clip-', '')));

  /**
   * Starts the build; kills it `delay` ms after it has kept something new, or never for null. What it printed, or
   * undefined when it was killed.
   */
  function run(log: string, cacheDir: string, file: string, delay: number | null): Promise<string | undefined> {
    const before = kept(cacheDir).length;
    const flags = ['--conditions=@ser/source', '--import', 'tsx', program];
    const child = spawn(process.execPath, [...flags, String(COUNT), '40', log, cacheDir, file]);
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += text;
    });
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    const watch = setInterval(() => {
      if (delay === null || kept(cacheDir).length === before) return;
      clearInterval(watch);
      setTimeout(() => child.kill('SIGKILL'), delay);
    }, 50);
    return new Promise((resolve, reject) => {
      child.on('exit', (code, signal) => {
        clearInterval(watch);
        if (signal === 'SIGKILL') resolve(undefined);
        else if (code === 0) resolve(printed.trim());
        else reject(new Error(`the build ended with ${code}: ${errors}`));
      });
    });
  }

  it.each(['memory', 'a file'])(
    'goes on in %s with the same bytes at the end, and computes nothing it has kept',
    async (target) => {
      const file = target === 'memory' ? '' : join(folder, 'tones.dataset');
      const cacheDir = file === '' ? join(folder, 'cache') : `${file}.partial`;
      const log = join(folder, 'log');
      const rng = createRng(15).fork(target);
      let kills = 0;
      let contentKey: string | undefined;
      while (contentKey === undefined) {
        const [done, safe] = [computed(log).length, kept(cacheDir)];
        contentKey = await run(log, cacheDir, file, kills < KILLS ? rng.uniform(0, 600) : null);
        const anew = computed(log).slice(done);
        expect(anew.filter((frequency) => safe.includes(frequency))).toEqual([]);
        if (contentKey === undefined) kills++;
      }
      expect(kills).toBeGreaterThan(0);
      expect(new Set(computed(log)).size).toBe(COUNT);
      const undisturbed = await buildDataset(generated(COUNT), {
        featureSet: { ...levels, reference: undefined },
        clip: { sampleRate: null },
        cacheDir: null,
      });
      expect(contentKey).toBe(undisturbed.contentKey);
      const hidden = readdirSync(folder).filter((name) => name.startsWith('.'));
      expect([hidden, existsSync(`${file}.partial`)]).toEqual([[], false]);
    },
  );
});
