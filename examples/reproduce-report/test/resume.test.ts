import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, type KillAt, run, writeCorpus } from './support/program';

// Half a minute of computing; a busy machine takes several times that.
jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-resume-'));
afterAll(() => rmSync(folder, { recursive: true }));

const data = join(folder, 'data');
const networks = ['cnn1', 'lstm', 'cnnLstm1'];

/** Runs the pipeline with its own cache and output, named `name`. */
function start(name: string, killAt?: KillAt): Promise<Ended> {
  const what = ['--data', data, '--profile', 'smoke', '--only', networks.join()];
  const place = ['--out', join(folder, name, 'out'), '--cache', join(folder, name, 'cache')];
  return run('src/index.ts', [...what, ...place], killAt);
}

const resultsOf = (name: string) => join(folder, name, 'out', 'results.json');
/** Everything in the results but what a clock measured. */
const numbersOf = (name: string) =>
  JSON.parse(readFileSync(resultsOf(name), 'utf8'), (key, value) => (key === 'seconds' ? undefined : value));
/** The finished networks in a cache: their weights by file name, without the files that describe them. */
const weightsOf = (name: string) => {
  const path = join(folder, name, 'cache', 'networks');
  const files = readdirSync(path).filter((file) => file.endsWith('.weights'));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(path, file)).toString('base64')]));
};
const trained = ({ stderr }: Ended) => networks.filter((name) => stderr.includes(`${name}, seed 0: epoch 1 of `));
const reused = ({ stderr }: Ended) => networks.filter((name) => stderr.includes(`${name}, seed 0: finished earlier`));

describe('a run that was stopped', () => {
  let whole: Ended;
  beforeAll(async () => {
    await writeCorpus(data, { speakers: 2, intensities: ['normal'] });
    whole = await start('whole');
  });

  it('is compared with one that computed the features of two families once, and trained each network', () => {
    expect({ status: whole.status, trained: trained(whole) }).toEqual({ status: 0, trained: networks });
    expect(whole.stderr.match(/^162 features x 3 versions: \d+ clips$/gm)).toHaveLength(1);
  });

  it('goes on after SIGKILL with the epoch that was not finished, and ends in the same numbers', async () => {
    const killed = await start('killed', { line: /^lstm, seed 0: epoch 3 of /m, signal: 'SIGKILL' });
    if (process.platform !== 'win32') expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(resultsOf('killed'))).toBe(false);
    expect(Object.keys(weightsOf('killed'))).toEqual([expect.stringMatching(/^cnn1-/)]);

    const resumed = await start('killed');
    expect({ status: resumed.status, reused: reused(resumed), trained: trained(resumed) }).toEqual({
      status: 0,
      reused: ['cnn1'],
      trained: ['cnnLstm1'],
    });
    expect(resumed.stderr).not.toMatch(/lstm, seed 0: epoch [12] of /);
    expect(resumed.stderr).toMatch(/lstm, seed 0: epoch 4 of /);
    expect(resumed.stderr).not.toMatch(/MFCC images: \d+ of/);
    expect(numbersOf('killed')).toEqual(numbersOf('whole'));
    expect(Object.keys(weightsOf('killed'))).toHaveLength(networks.length);
    expect(weightsOf('killed')).toEqual(weightsOf('whole'));
    expect(readdirSync(join(folder, 'killed', 'cache', 'networks')).filter((file) => /unfinished/.test(file))).toEqual(
      [],
    );
  });

  // Windows has no SIGINT to send: there `kill` ends a process as SIGKILL does.
  const onPosix = process.platform === 'win32' ? it.skip : it;
  if (process.platform === 'win32') console.warn('Ctrl-C is not tested on Windows: a process cannot send it there');

  onPosix('ends on Ctrl-C with code 130, and keeps what it says', async () => {
    // The features are computed in the tests above; this one is about networks.
    cpSync(join(folder, 'whole', 'cache', 'features'), join(folder, 'stopped', 'cache', 'features'), {
      recursive: true,
    });
    const stopped = await start('stopped', { line: /^lstm, seed 0: epoch 1 of /m, signal: 'SIGINT' });
    expect({ status: stopped.status, signal: stopped.signal }).toEqual({ status: 130, signal: null });
    expect(stopped.stderr).toContain('Stopping after the current batch');
    expect(stopped.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^Stopped\. Finished features and networks \(of this run: cnn1\b.*\) are kept in .*stopped.cache; the same command goes on/,
    );
    expect(existsSync(resultsOf('stopped'))).toBe(false);

    // What the next start finds are whole networks with the numbers of a run that nobody stopped, as after SIGKILL.
    const kept = weightsOf('stopped');
    expect(Object.keys(kept)[0]).toMatch(/^cnn1-/);
    expect(weightsOf('whole')).toMatchObject(kept);
  });
});
