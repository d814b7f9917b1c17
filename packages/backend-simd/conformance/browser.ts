// npm run conformance:browser: TensorFlow.js' suite in headless Chromium, on `cpu` and on `simd`.
// With `-- --not-isolated`, in a page that is not cross-origin isolated, where the backend has neither shared memory nor threads.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../../tools/ci/chromiumPath';
import type { SimdBackendOptions } from '../src';
import type { SuiteResult } from './results';
import { run } from './run';

const isolated = !process.argv.includes('--not-isolated');
/** SharedArrayBuffer, and so threads, exist only in a page that is served with these. */
const isolation: Record<string, string> = isolated
  ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  : {};
const page = '<!doctype html><meta charset="utf-8"><title>conformance</title><script src="/suite.js"></script>';

declare const runSuite: (backendName: string, options: SimdBackendOptions) => Promise<SuiteResult>;

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
try {
  await run(
    `conformance, Chromium ${browser.version()}${isolated ? '' : ', not isolated'}`,
    'browser',
    async (bundle, backendName, options) => {
      const script = readFileSync(bundle);
      const server = createServer((request, response) => {
        if (request.url === '/') response.writeHead(200, { ...isolation, 'Content-Type': 'text/html' }).end(page);
        else if (request.url === '/suite.js')
          response.writeHead(200, { ...isolation, 'Content-Type': 'text/javascript; charset=utf-8' }).end(script);
        else response.writeHead(404, isolation).end();
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const context = await browser.newContext();
      try {
        const tab = await context.newPage();
        tab.on('crash', () => console.error(`the page crashed on ${backendName}`));
        await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        if ((await tab.evaluate(() => crossOriginIsolated)) !== isolated) {
          throw new Error(`conformance: the page should ${isolated ? '' : 'not '}be cross-origin isolated`);
        }
        return await tab.evaluate(([name, wanted]) => runSuite(name, wanted), [backendName, options] as const);
      } finally {
        await context.close();
        server.close();
      }
    },
  );
} finally {
  await browser.close();
}
