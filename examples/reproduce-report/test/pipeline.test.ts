import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCells } from '../src/cellFile';
import type { Results } from '../src/results';
import { run as start } from './support/program';

jest.setTimeout(240_000);

const folder = mkdtempSync(join(tmpdir(), 'ser-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An augmentation that only this example's neighbour has, as the user names a file; and one that breaks its promises. */
const hum = './examples/custom-augmentation/src/index.ts';
const forgetful = './examples/reproduce-report/test/support/forgetful.mjs';

const run = (program: string, ...options: string[]) => start(`src/${program}`, options);

describe('the pipeline', () => {
  const out = join(folder, 'out');
  const place = ['--out', out, '--cache', join(folder, 'cache')];
  const written = () => readFileSync(join(out, 'results.json'), 'utf8');

  it('trains a network on the synthetic corpus, and takes it from the cache the second time', async () => {
    const first = await run('cnn2d.ts', '--only', 'cnn1', ...place);
    expect(first.stderr).toMatch(/cnn1, seed 0: epoch 2 of 2, loss \d+\.\d+/);
    expect(first.status).toBe(0);
    expect(first.stdout).toContain(join(out, 'report.html'));
    const results = written();
    expect(JSON.parse(results).networks).toMatchObject([{ name: 'cnn1', parameters: 134_088, testRows: 23 }]);
    for (const page of ['report.html', 'report.md']) {
      const text = readFileSync(join(out, page), 'utf8');
      expect(text).toMatch(/synthetic corpus/i);
      expect(text).toContain('is missing: this run did not train its network');
    }

    const second = await run('index.ts', '--only', 'cnn1', ...place);
    expect(second.stderr).toContain('cnn1, seed 0: finished earlier');
    expect(second.stderr).not.toContain('epoch');
    expect(written()).toBe(results);
  });

  it('tests a network under honest protocols too, and takes finished folds from the cache', async () => {
    const first = await run('index.ts', '--only', 'cnn4', ...place);
    expect(first.status).toBe(0);
    const results = written();
    const { twin } = JSON.parse(results) as Results;
    expect(twin.map(({ protocol, folds }) => [protocol, folds.length])).toEqual([
      ['report', 1],
      ['speaker', 3],
      ['text', 2],
    ]);
    const leaksOf = (protocol: string) => twin.find((result) => result.protocol === protocol)!.folds[0]!.leaks;
    expect([leaksOf('report'), leaksOf('speaker')]).toEqual(['speakers shared', 'clean']);
    const tested = twin.flatMap(({ folds }) => folds).reduce((sum, { testRows }) => sum + testRows, 0);
    const lines = readFileSync(join(out, 'predictions.csv'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 23 + tested);
    expect(lines[1]!.split(',')).toHaveLength(lines[0]!.split(',').length);
    for (const page of ['report.html', 'report.md']) {
      expect(readFileSync(join(out, page), 'utf8')).toContain('What the leak was worth');
    }

    const second = await run('index.ts', '--only', 'cnn4', ...place);
    expect(second.stderr.match(/finished earlier/g)).toHaveLength(1 + 6);
    expect(written()).toBe(results);
  });

  it("trains the LSTM on the user's version of each clip too, and keeps that apart from the report's", async () => {
    const custom = ['--only', 'lstm', '--fold', '1', '--augment', hum, '--augment-options', '{"snrDb": 10}'];
    const first = await run('index.ts', ...custom, ...place);
    expect(first.stderr).toContain('162 features x 4 versions');
    expect(first.status).toBe(0);
    const names = readdirSync(join(out, 'cells')).filter((name) => name.startsWith('lstm'));
    const [cell] = await readCells(names.map((name) => join(out, 'cells', name)));
    expect(cell).toMatchObject({
      augment: { name: 'mainsHum', options: { snrDb: 10, frequency: [49.9, 50.1], overtones: 20 } },
      command: `npm start -- --profile smoke --only lstm --fold speaker:1 --augment ${hum} --augment-options '{"snrDb":10}' --seed 0 --seeds 1`,
      train: { clips: [{ versions: ['custom', 'noise', 'original', 'stretch+pitch'] }] },
    });
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('custom augmentation mainsHum');

    const second = await run('index.ts', ...custom, ...place);
    expect(second.stderr).toContain('lstm, speaker:1, seed 0: finished earlier');
  });

  it('gives the same report from pieces that were run one by one, as it lists them', async () => {
    const cache = ['--cache', join(folder, 'cache')];
    const asked = ['--only', 'cnn1,cnn4', '--seeds', '2'];
    const listed = await run('index.ts', '--list', ...asked, '--out', join(folder, 'unused'), ...cache);
    const commands = listed.stdout.trimEnd().split('\n');
    expect(commands).toHaveLength(2 * (2 + 6));
    expect(commands).toContain('npm start -- --profile smoke --only cnn4 --fold speaker:3 --seed 1 --seeds 1');
    expect(readdirSync(folder)).not.toContain('unused');

    const piece = (name: string, ...options: string[]) =>
      run('index.ts', ...options, '--out', join(folder, name), ...cache);
    expect((await piece('fold', '--only', 'cnn4', '--fold', '3', '--seed', '1')).status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'fold', 'results.json'), 'utf8'))).toMatchObject({
      networks: [],
      twin: [{ network: 'cnn4', protocol: 'speaker', of: 3, folds: [{ fold: 3, seed: 1 }] }],
    });
    expect((await piece('first', '--only', 'cnn1,cnn4')).status).toBe(0);
    expect((await piece('second', '--only', 'cnn1,cnn4', '--seed', '1')).status).toBe(0);
    expect((await piece('whole', ...asked)).status).toBe(0);

    const cells = ['first', 'second', 'fold'].map((name) => join(folder, name, 'cells'));
    const merged = await run('merge.ts', ...cells, '--out', join(folder, 'merged'));
    expect(merged.stdout).toContain('The report of 16 trainings');
    for (const file of ['results.json', 'predictions.csv', 'splits.csv']) {
      expect(readFileSync(join(folder, 'merged', file))).toEqual(readFileSync(join(folder, 'whole', file)));
    }
  });

  it.each([
    ['index.ts', ['--only', 'cnn1', '--fold', '2'], /no training fits --profile smoke --only cnn1 --fold speaker:2/],
    [
      'index.ts',
      ['--only', 'cnn1', '--backend', 'abacus'],
      /--backend abacus: @tensorflow\/tfjs-backend-abacus cannot be loaded/,
    ],
    [
      'lstm.ts',
      ['--augment', 'ser-augment-nowhere'],
      /ReproduceError: --augment ser-augment-nowhere: .* is not found from/,
    ],
    ['lstm.ts', ['--augment', `${forgetful}#echo`], /has no export "echo": .*forgetful\.mjs#forgetful/],
    ['lstm.ts', ['--augment', forgetful], /forgetful breaks the contract of @ser\/augment in \d+ ways:\n.*forgetful/],
    ['merge.ts', [join('examples', 'reproduce-report', 'src')], /holds no results/],
    [
      'merge.ts',
      [join('examples', 'reproduce-report', 'package.json')],
      /package\.json holds no result; expected a file of a folder/,
    ],
    ['merge.ts', ['nowhere'], /nowhere cannot be read/],
  ])('%s %j ends with one sentence', async (program, options, message) => {
    const { status, stderr } = await run(program, ...options, ...(program === 'merge.ts' ? ['--out', out] : place));
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('says where the corpus is to be had when the folder holds none', async () => {
    const { status, stderr } = await run('index.ts', '--data', join('examples', 'reproduce-report', 'src'), ...place);
    expect(status).toBe(1);
    expect(stderr).toMatch(/CorpusError: .*zenodo\.org\/record\/1188976/s);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('shows its options', async () => {
    const { status, stdout } = await run('lstm.ts', '--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /--data <path>.*--download.*--accept-licence.*--profile <name>.*--only <networks>.*--fold <folds>.*--seed <n>.*--seeds <n>.*--list.*--backend <name>.*--out <dir>.*--cache <dir>/s,
    );
    expect(stdout).toMatch(/separated by commas:\s+lstm\s/);
  });
});
