// Runs the README's first command as a stranger would (the embedded corpus, nothing cached) and looks at what it made; where
// the real corpus is there, the same on clips of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { npm } from '../packages/npm';
import { auditPage } from '../test/auditPage';
import { chromiumPath } from './chromiumPath';

const LONGEST_SECONDS = 180;
const FIGURES = 8;
const LEAST_TEXT_HEIGHT = 8;

const problems: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'ser-start-'));

function start(out: string, options: readonly string[]): number {
  const began = Date.now();
  const [command, ...first] = npm();
  const args = [...first, 'start', '--', ...options, '--out', out, '--cache', join(folder, 'cache')];
  const { status } = spawnSync(command, args, { stdio: 'inherit', timeout: 2 * LONGEST_SECONDS * 1000 });
  if (status !== 0) problems.push(`npm start ended with status ${status}`);
  return (Date.now() - began) / 1000;
}

function checkFiles(out: string, corpus: RegExp): void {
  for (const name of ['report.html', 'report.md', 'results.json', 'predictions.csv', 'splits.csv']) {
    const file = join(out, name);
    if (!existsSync(file)) problems.push(`${name} was not written`);
    else if (!name.endsWith('.csv') && !corpus.test(readFileSync(file, 'utf8')))
      problems.push(`${name} does not say ${corpus.source}`);
  }
}

/** Contrast, names, keyboard, room: what is wrong for those who read the page otherwise. */
async function audit(browser: Browser, out: string, width: number, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  // tsx names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (target) => target');
  await page.goto(pathToFileURL(join(out, 'report.html')).href);
  const found = await page.evaluate(auditPage, LEAST_TEXT_HEIGHT);
  problems.push(...found.map((problem) => `report.html at ${width} pixels in ${colorScheme}: ${problem}`));
  await page.close();
}

async function checkPage(out: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`the page logs an error: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`the page throws: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url()))
        problems.push(`the page is not self-contained: it asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(join(out, 'report.html')).href);
    const figures = await page.locator('figure').evaluateAll((elements) =>
      elements.map((element) => {
        const box = element.querySelector('svg')?.getBoundingClientRect();
        return box !== undefined && box.width > 50 && box.height > 50;
      }),
    );
    const drawn = figures.filter(Boolean).length;
    if (drawn < FIGURES) problems.push(`the page shows ${drawn} figures with a drawing; the report has ${FIGURES}`);
    // biome-ignore lint/performance/useDomNodeTextContent: only what a reader sees counts, not the text of scripts.
    const text = await page.locator('body').innerText();
    if (/\b(NaN|undefined)\b|\[object Object\]/.test(text))
      problems.push('the page shows NaN, undefined or [object Object]');
    console.log(`report.html: ${figures.length} figures, ${drawn} with a drawing`);
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) await audit(browser, out, width, colorScheme);
    }
  } finally {
    await browser.close();
  }
}

async function smoke(corpus: RegExp, options: readonly string[]): Promise<void> {
  const out = join(folder, `out-${options.length}`);
  const seconds = start(out, options);
  console.log(`npm start ${options.join(' ')} took ${seconds.toFixed(0)} s`);
  if (seconds > LONGEST_SECONDS)
    problems.push(`npm start took ${seconds.toFixed(0)} s; ${LONGEST_SECONDS} s is the limit`);
  checkFiles(out, corpus);
  if (existsSync(join(out, 'report.html'))) {
    await checkPage(out).catch((error: Error) => problems.push(`the page was not looked at: ${error.message}`));
  }
}

await smoke(/synthetic corpus/i, []);
const ravdess = process.env.SER_RAVDESS ?? join('..', 'shared', 'ravdess');
if (existsSync(join(ravdess, 'Actor_01'))) await smoke(/RAVDESS/, ['--data', ravdess, '--profile', 'smoke']);
else console.log(`skipped on real clips: no RAVDESS at ${ravdess}; SER_RAVDESS names its folder`);
rmSync(folder, { recursive: true, force: true });

for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
