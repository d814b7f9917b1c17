import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { auditPage } from '../test/auditPage';
import { chromiumPath } from './chromiumPath';

const LEAST_TEXT_HEIGHT = 8;
const PHONE_WIDTH = 390;

/**
 * What is wrong with a self-contained page in Chromium: errors, requests, values that are none, being wider than a phone.
 * `look` adds what this page must show.
 */
export function checkPage(file: string, look: (page: Page) => Promise<string[]>): Promise<string[]> {
  return withBrowser(async (browser) => {
    const problems: string[] = [];
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`the page logs an error: ${message.text()}`);
    });
    page.on('pageerror', (error) => problems.push(`the page throws: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url()))
        problems.push(`the page is not self-contained: it asks for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    problems.push(...(await look(page)));
    // biome-ignore lint/performance/useDomNodeTextContent: only what a reader sees counts, not the text of scripts.
    const text = await page.locator('body').innerText();
    if (/\b(NaN|undefined)\b|\[object Object\]/.test(text))
      problems.push('the page shows NaN, undefined or [object Object]');
    await page.setViewportSize({ width: PHONE_WIDTH, height: 900 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > PHONE_WIDTH) problems.push(`the page is ${width} px wide on a phone of ${PHONE_WIDTH}`);
    return problems;
  });
}

/** All that `auditPage` finds, on desk and phone, in light and dark. */
export function auditFile(file: string): Promise<string[]> {
  return withBrowser(async (browser) => {
    const problems: string[] = [];
    for (const width of [1280, PHONE_WIDTH]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        problems.push(...(await audit(browser, pathToFileURL(file).href, width, colorScheme)));
      }
    }
    return problems;
  });
}

async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** Contrast, names, keyboard, room: what is wrong for those who read the page otherwise. */
async function audit(browser: Browser, url: string, width: number, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  // tsx names functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (target) => target');
  await page.goto(url);
  const found = await page.evaluate(auditPage, LEAST_TEXT_HEIGHT);
  await page.close();
  return found.map((problem) => `at ${width} pixels in ${colorScheme}: ${problem}`);
}

/** Of each figure whether it shows a drawing; players are figures without one. */
export function drawnFigures(page: Page): Promise<boolean[]> {
  return page.locator('figure:not(.player)').evaluateAll((elements) =>
    elements.map((element) => {
      const box = element.querySelector('svg')?.getBoundingClientRect();
      return box !== undefined && box.width > 50 && box.height > 50;
    }),
  );
}
