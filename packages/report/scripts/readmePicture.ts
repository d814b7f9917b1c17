// Takes the README's picture: the tests' sample page on a desk in light and on a phone in dark.
//   node --conditions=@ser/source --import tsx packages/report/scripts/readmePicture.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../../../tools/ci/chromiumPath';
import { samplePage } from '../test/support/samplePage';

const height = 800;
const picture = fileURLToPath(new URL('../docs/page.png', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ser-picture-'));
const file = join(folder, 'page.html');

async function view(browser: Browser, width: number, colorScheme: 'light' | 'dark', anchor: string): Promise<string> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${pathToFileURL(file).href}#${anchor}`);
  const bytes = await page.screenshot();
  await page.close();
  return `<img src="data:image/png;base64,${bytes.toString('base64')}" height="${height}">`;
}

writeFileSync(file, samplePage());
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
try {
  const views = [
    await view(browser, 1280, 'light', 'what-the-leak-was-worth'),
    await view(browser, 390, 'dark', 'misclassified-clips'),
  ];
  const page = await browser.newPage({ viewport: { width: 1280 + 390 + 3 * 24, height: height + 48 } });
  await page.setContent(
    `<body style="margin:0;padding:24px;display:flex;gap:24px;background:#8b949e">${views.join('')}`,
  );
  await page.screenshot({ path: picture });
  console.log(picture);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
