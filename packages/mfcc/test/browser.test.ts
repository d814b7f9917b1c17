import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../../tools/ci/chromiumPath';
import { goldenFunction, ourOptions } from '../../../tools/golden/librosaFunctions';
import { optionSignal } from '../../../tools/golden/mfccSignals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { mfcc } from '../src/index';
import { buildForBrowser } from './support/buildBrowserFile';
import { everyFrame, type GoldenCase, goldenValues, readGolden } from './support/goldenCases';

interface PageCase {
  readonly function: string;
  readonly samples: number[];
  readonly sampleRate: number;
  readonly options: object;
}
type Rows = number[][];
declare const inPage: () => Rows;
declare const inWorker: () => Promise<Rows>;
declare const inWorklet: (heard: Omit<PageCase, 'function'>) => Promise<{ results: Rows; rows: number[] }>;
declare const withOptions: (options: object) => void;

function chromiumOrNone(): string | undefined {
  try {
    return chromiumPath();
  } catch (error) {
    // The gate installs one first; a stranger's machine may have none.
    if (process.env.CI) throw error;
    console.log(`not tried in a browser: ${(error as Error).message}`);
    return undefined;
  }
}

// Windows and paddings that only Node has are refused in a browser, which a test below shows.
const isElsewhere = ({ options }: GoldenCase) =>
  typeof options.window === 'object' || options.pad_mode === 'linear_ramp';
const cases = (readGolden('options.json').cases as GoldenCase[]).filter(
  (golden) => golden.signal !== undefined && !isElsewhere(golden),
);
const pageCases = cases.map(
  ({ function: name, signal, sr = 0, options }): PageCase => ({
    function: name,
    samples: [...optionSignal(signal!, sr)],
    sampleRate: sr,
    options: ourOptions(options),
  }),
);

function expectGolden(results: Rows): void {
  expect(results).toHaveLength(cases.length);
  for (const [i, golden] of cases.entries()) {
    const { rtol, atol } = goldenFunction(golden.function);
    const { cols } = golden.result;
    const data = Float32Array.from(results[i]!);
    const { data: kept } = everyFrame({ data, rows: data.length / cols, cols }, golden.step ?? 1);
    expectAllClose(kept, goldenValues(golden.result), { rtol, atol, why: JSON.stringify(golden.options) });
  }
}

const executablePath = chromiumOrNone();
(executablePath === undefined ? describe.skip : describe)('in headless Chromium, one file and no bundler', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    const file = await buildForBrowser("export * from './src/browser'");
    const folder = join(__dirname, 'browser');
    server = createServer((request, response) => {
      const name = request.url === '/' ? '' : request.url!.slice(1);
      response.setHeader('Content-Type', name === '' ? 'text/html' : 'text/javascript; charset=utf-8');
      if (name === '') {
        response.end(
          '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script type="module" src="page.js"></script>',
        );
      } else if (name === 'cases.json')
        response.end(JSON.stringify(pageCases, (_, value) => (value === Number.POSITIVE_INFINITY ? 'inf' : value)));
      else if (name === 'mfcc.min.js') response.end(file);
      else if (/^\w+\.js$/.test(name)) response.end(readFileSync(join(folder, name)));
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => document.body.dataset.ready !== undefined);
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });
  afterEach(() => expect(problems).toEqual([]));

  it('agrees with librosa in a page', async () => {
    expectGolden(await page.evaluate(() => inPage()));
  });
  it('agrees with librosa in a worker', async () => {
    expectGolden(await page.evaluate(() => inWorker()));
  });
  it('agrees with librosa in an AudioWorklet, and streams there what is heard', async () => {
    const sampleRate = 16000;
    const samples = optionSignal('chirp', sampleRate).subarray(0, 128 * 62);
    const options = { nFft: 512, hopLength: 160, nMels: 40, nMfcc: 13 };
    const heard = { samples: [...samples], sampleRate, options };
    const { results, rows } = await page.evaluate((sound) => inWorklet(sound), heard);
    expectGolden(results);
    const whole = mfcc({ samples, sampleRate }, { ...options, center: false, topDb: null });
    expectAllClose(rows, whole.data, { atol: 1e-3, why: 'two FFTs, whose spectra are rounded to float32' });
  });
  it('says which windows and paddings there are', async () => {
    const attempt = (options: object) =>
      page.evaluate((changed) => {
        try {
          withOptions(changed);
          return 'computed';
        } catch (error) {
          return `${(error as { code: string }).code} ${(error as Error).message}`;
        }
      }, options);
    expect(await attempt({ window: 'nuttall' })).toMatch(/INVALID_OPTION .*window=nuttall; expected hann, hamming/);
    expect(await attempt({ padMode: 'linear_ramp' })).toMatch(
      /INVALID_OPTION .*expected constant, edge, reflect, symmetric/,
    );
  });
});
