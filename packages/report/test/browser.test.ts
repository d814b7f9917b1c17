import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumOrNone } from '../../../tools/ci/chromiumPath';
import { auditPage } from '../../../tools/test/auditPage';
import { samplePage } from './support/samplePage';

const executablePath = chromiumOrNone();
const inBrowser = executablePath === undefined ? describe.skip : describe;

inBrowser('the page in headless Chromium', () => {
  let folder: string;
  let file: string;
  let html: string;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ser-report-'));
    file = join(folder, 'report.html');
    html = samplePage();
    writeFileSync(file, html);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => page.close());

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<void> {
    page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, reducedMotion: 'reduce' });
    problems = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!/^(data:|file:.*\/report\.html$)/.test(request.url())) problems.push(`asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
  }

  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  describe.each([1280, 390])('%i pixels wide', (width) => {
    it.each(['light', 'dark'] as const)('reads well in %s', async (colorScheme) => {
      await open(width, colorScheme);
      expect(await paper()).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 27, 32)');
      // Folded numbers are part of the page too.
      await page.locator('details').evaluateAll((all) => {
        for (const details of all) (details as HTMLDetailsElement).open = true;
      });
      expect(await page.evaluate(auditPage, 8)).toEqual([]);
      expect(problems).toEqual([]);
    });
  });

  it('comes out of a browser byte for byte as out of Node, without a DOM in the bundle', async () => {
    const bundle = await build({
      entryPoints: [join(__dirname, 'support', 'samplePage.ts')],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'sample',
      conditions: ['@ser/source'],
      // The condition of our sources comes before the browser's: the bundle takes what a published page would.
      alias: { '#document': join(__dirname, '../src/document.browser.ts') },
      metafile: true,
      logLevel: 'error',
    });
    expect(Object.keys(bundle.metafile.inputs).filter((file) => file.includes('linkedom'))).toEqual([]);
    // Plot moves lines by half a pixel where a test runner or a screen of pixel ratio 1 is; elsewhere by none.
    page = await browser.newPage({ deviceScaleFactor: 1 });
    await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
    expect(await page.evaluate('sample.samplePage()')).toBe(html);
  });

  it('draws each figure once, the narrow drawing where there is little room', async () => {
    for (const width of [1280, 390]) {
      await open(width, 'light');
      const widths = await page
        .locator('.wide svg, .narrow svg')
        .evaluateAll((all) =>
          all.filter((svg) => svg.checkVisibility()).map((svg) => svg.getBoundingClientRect().width),
        );
      expect(widths).toHaveLength(await page.locator('.wide').count());
      for (const drawn of widths) expect(drawn).toBeGreaterThan(width === 390 ? 300 : 500);
      if (width === 1280) await page.close();
    }
  });

  it('plays every clip', async () => {
    await open(1280, 'light');
    const played = await page.locator('audio').evaluateAll((all) =>
      Promise.all(
        (all as HTMLAudioElement[]).map(async (audio) => {
          audio.muted = true;
          const ended = new Promise<void>((resolve, reject) => {
            audio.onended = () => resolve();
            audio.onerror = () => reject(audio.error);
          });
          audio.playbackRate = 4;
          await audio.play();
          await ended;
          return { duration: audio.duration, reached: audio.currentTime };
        }),
      ),
    );
    expect(played.map(({ duration }) => duration)).toEqual([1, 1.5, 2]);
    for (const { duration, reached } of played) expect(reached).toBeCloseTo(duration, 1);
    expect(problems).toEqual([]);
  });

  it('leads the keyboard from the skip link through all that scrolls, always visibly', async () => {
    await open(390, 'dark');
    const stops: string[] = [];
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement!;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const inside = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
        // The player draws its own ring around the button that has the focus.
        const marked =
          element.localName === 'audio' || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2);
        return { name: element.className || element.localName, seen: inside && marked };
      });
      if (stop.name === 'body') break;
      expect(stop).toEqual({ name: stop.name, seen: true });
      stops.push(stop.name);
    }
    expect(stops[0]).toBe('skip');
    expect(stops.filter((name) => name === 'scroll')).toHaveLength(3);
    expect(new Set(stops)).toEqual(new Set(['skip', 'a', 'scroll', 'summary', 'drawing', 'audio', 'pre']));
  });

  it('prints light, whole, and without players, whatever the screen', async () => {
    await open(680, 'dark');
    await page.emulateMedia({ media: 'print' });
    expect(await paper()).toBe('rgb(255, 255, 255)');
    // Paper is sharper than a screen.
    expect(await page.evaluate(auditPage, 7)).toEqual([]);
    const shown = (selector: string) =>
      page.locator(selector).evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
    expect(await shown('audio')).toBe(0);
    expect(await shown('nav')).toBe(0);
    expect(await shown('.narrow')).toBe(0);
    expect(await shown('figure svg')).toBeGreaterThan(7);
    const cut = await page
      .locator('.drawing, .scroll, pre')
      .evaluateAll((all) =>
        all.filter((box) => box.scrollWidth > box.clientWidth + 1).map(({ className }) => className),
      );
    expect(cut).toEqual([]);
    // What must stand on one sheet of A4 inside its margins: 297 mm less 32.
    const heights = await page
      .locator('.drawing svg')
      .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().height));
    expect(Math.max(...heights)).toBeLessThan((265 / 25.4) * 96);
  });

  it.each([
    ['pale text', '<p style="color:#999">pale</p>', /contrast of 2\.8/],
    [
      'pale text in a figure',
      '<svg role="img" aria-label="x" viewBox="0 0 50 20" width="50"><rect width="50" height="20" fill="#888"/><text y="15" fill="#aaa">a</text></svg>',
      /contrast/,
    ],
    [
      'tiny text',
      '<svg role="img" aria-label="x" viewBox="0 0 500 20" width="100"><text y="15">a</text></svg>',
      /px high/,
    ],
    ['a drawing without a name', '<svg viewBox="0 0 5 5"></svg>', /no named image/],
    ['a heading out of order', '<h5>five</h5>', /jumps to level 5/],
    ['a player without a name', '<audio controls></audio>', /<audio> "" has no name/],
    ['a wide element', '<div style="width:2000px">wide</div>', /px wide in a window/],
    [
      'a box only a mouse can scroll',
      '<section aria-label="x" style="overflow-x:auto"><div style="width:2000px">wide</div></section>',
      /not by keyboard/,
    ],
    ['a header cell without scope', '<table><thead><tr><th>a</th></tr></thead></table>', /no scope/],
    ['a link to nowhere', '<a href="#nowhere">there</a>', /leads nowhere/],
  ])('would notice %s', async (_what, markup, complaint) => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.setContent(
      `<html lang="en"><title>t</title><body style="background:#fff"><div class="page"><header><h1>t</h1></header><main>${markup}</main><footer>f</footer></div>`,
    );
    const found = await page.evaluate(auditPage, 8);
    expect(found.join('\n')).toMatch(complaint);
  });
});
