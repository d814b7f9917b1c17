import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumOrNone } from '../../../tools/ci/chromiumPath';
import { fingerprints } from './support/fingerprints';

// Chromium starts slowly where other work goes on.
jest.setTimeout(180_000);

const executablePath = chromiumOrNone();
(executablePath === undefined ? it.skip : it)('gives the same bytes in headless Chromium as in Node', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { fingerprints } from './fingerprints';\nglobalThis.found = fingerprints();",
      resolveDir: join(__dirname, 'support'),
    },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    conditions: ['@ser/source'],
    // What only Node loads, and only there.
    external: ['node:*'],
    write: false,
    logLevel: 'error',
  });
  const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]!.text });
    const found = await page.evaluate(
      () => (globalThis as unknown as { found: ReturnType<typeof fingerprints> }).found,
    );
    expect(found).toEqual(fingerprints());
    // As many as there are built-ins, at least, and not all alike.
    expect(new Set(Object.values(found)).size).toBeGreaterThan(60);
  } finally {
    await browser.close();
  }
});
