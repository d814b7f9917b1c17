import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio-io';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumOrNone } from '../../../tools/ci/chromiumPath';
import { goldenFunction, ourOptions } from '../../../tools/golden/librosaFunctions';
import { optionSignal } from '../../../tools/golden/mfccSignals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { mfcc } from '../src/index';
import { buildForBrowser } from './support/buildBrowserFile';
import { everyFrame, type GoldenCase, goldenValues, readGolden } from './support/goldenCases';

// Chromium starts slowly where other work goes on.
jest.setTimeout(180_000);

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

interface PageCase {
  readonly function: string;
  readonly samples: number[];
  readonly sampleRate: number;
  readonly options: object;
}
type Rows = number[][];
declare global {
  /** What an example logged. */
  var rows: number[][];
}
declare const inPage: () => Rows;
declare const inWorker: () => Promise<Rows>;
declare const inWorklet: (heard: Omit<PageCase, 'function'>) => Promise<{ results: Rows; rows: number[] }>;
declare const withOptions: (options: object) => void;

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

  const speech = { samples: optionSignal('noise', 22050), sampleRate: 22050 };
  /** By their names, and what the server says of their type. */
  const files = new Map<string, string | Uint8Array>();
  const types = { html: 'text/html', js: 'text/javascript; charset=utf-8', json: 'application/json', wav: 'audio/wav' };
  const html = (script: string) =>
    `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script type="module" src="${script}"></script>`;

  beforeAll(async () => {
    const [buffer, microphone] = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code!);
    files.set('page.html', html('page.js'));
    files.set('buffer.html', html('buffer.js')).set('buffer.js', buffer!);
    files.set('microphone.html', html('microphone.js'));
    files.set('microphone.js', await buildForBrowser(join(__dirname, '..'), microphone!));
    files.set('mfcc.min.js', await buildForBrowser(join(__dirname, '..'), "export * from './src/browser'"));
    files.set('speech.wav', encodeWav(speech, { bitDepth: 32 }));
    files.set(
      'cases.json',
      JSON.stringify(pageCases, (_, value) => (value === Number.POSITIVE_INFINITY ? 'inf' : value)),
    );
    for (const name of ['page.js', 'runCases.js', 'worker.js', 'worklet.js']) {
      const program = readFileSync(join(__dirname, 'browser', name), 'utf8');
      // A bundler would find it; here the one file stands for the package.
      files.set(name, program.replace("'@ser/mfcc'", "'./mfcc.min.js'"));
    }
    server = createServer((request, response) => {
      const name = request.url!.slice(1);
      const file = files.get(name);
      const type = types[name.split('.').at(-1) as keyof typeof types];
      if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'Content-Type': type }).end(file);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: [
        '--no-sandbox',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    page = await open('page.html');
    await page.waitForFunction(() => document.body.dataset.ready !== undefined);
  });
  async function open(name: string, prepare = () => {}): Promise<Page> {
    const opened = await browser.newPage();
    opened.on('pageerror', (error) => problems.push(error.message));
    opened.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await opened.addInitScript(prepare);
    await opened.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`);
    return opened;
  }

  /** The first rows that an example of README logs. */
  async function loggedRows(name: string, count: number): Promise<number[][]> {
    const example = await open(name, () => {
      globalThis.rows = [];
      console.log = (row: Float32Array) => rows.push([...row]);
    });
    await example.waitForFunction((enough) => rows.length >= enough, count);
    const first = await example.evaluate((enough) => rows.slice(0, enough), count);
    await example.close();
    return first;
  }

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
  it("runs README's example from an AudioBuffer to rows", async () => {
    const expected = mfcc(speech, { nMfcc: 13 });
    const rows = await loggedRows('buffer.html', expected.rows);
    expectAllClose(rows.flat(), expected.data, { atol: 1e-2, why: 'the browser decodes float32, and has another FFT' });
  });
  it("runs README's example from the microphone to rows", async () => {
    const rows = await loggedRows('microphone.html', 20);
    expect(rows.map((row) => row.length)).toEqual(new Array(20).fill(13));
    expect(rows.flat().every(Number.isFinite)).toBe(true);
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
