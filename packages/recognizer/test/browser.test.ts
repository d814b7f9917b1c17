import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import { reportMfccFeatures, StandardScaler } from '@ser/features';
import { cnn2d } from '@ser/models';
import { fit } from '@ser/train';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumOrNone } from '../../../tools/ci/chromiumPath';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { loadBundle, type Recognition } from '../src';
import { saveBundle } from '../src/node';
import { card } from './support/parts';
import { labels, tone } from './support/tones';

declare const recognize: (url: string) => Promise<number[][]>;

const folder = mkdtempSync(join(tmpdir(), 'ser-browser-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Trains a small network on tones, as a program with files would on speech, and saves it. */
async function trainAndSave(path: string): Promise<void> {
  const rows = 24;
  const [frames, coefficients] = reportMfccFeatures.shape as [number, number];
  const y = Int32Array.from({ length: rows }, (_, row) => row % labels.length);
  const images = Array.from(y, (label, row) => reportMfccFeatures.extract(tone(labels[label]!, 2.6, 22_050, row)));
  const x = new Float32Array(rows * frames * coefficients);
  images.forEach((image, row) => {
    x.set(image, row * image.length);
  });
  const scaler = new StandardScaler().fit({ data: x, rows: rows * frames, cols: coefficients });
  const scaled = scaler.transform({ data: x, rows: rows * frames, cols: coefficients }).data;
  const model = cnn2d({
    filters: [4, 4],
    inputShape: [frames, coefficients, 1],
    classes: labels.length,
    denseUnits: 8,
  });
  const { epochs } = await fit(
    model,
    { x: scaled, shape: reportMfccFeatures.shape, y, classes: labels.length },
    {
      epochs: 6,
      batchSize: 8,
      learningRate: 0.003,
      seed: 1,
    },
  );
  expect(epochs.at(-1)!.accuracy).toBeGreaterThan(0.9);
  await saveBundle(path, { model, labels, featureSet: reportMfccFeatures, scaler, clip: { offset: 0.2 }, card });
}

describe('trained and saved in Node, loaded elsewhere', () => {
  const bundle = join(folder, 'tones.safetensors');
  let expected: number[][];
  let server: Server;
  let address: string;

  beforeAll(async () => {
    await useSimdBackend({ threads: 2 });
    await trainAndSave(bundle);
    const recognizer = await loadBundle(bundle);
    const results: Recognition[] = [];
    for (const label of labels) {
      const whole = await recognizer.recognize(tone(label, 3, 22_050, 40));
      expect(whole.label).toBe(label);
      results.push(whole, ...(await recognizer.timeline(tone(label, 4, 44_100, 41))));
    }
    expected = results.map(({ probabilities }) => Object.values(probabilities));

    const outfile = join(folder, 'page.js');
    await build({
      entryPoints: [join(__dirname, 'programs', 'recognizeInPage.ts')],
      outfile,
      bundle: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      conditions: ['@ser/source'],
      define: { global: 'globalThis' },
      external: ['node:*'],
      logLevel: 'error',
    });
    server = createServer((request, response) => {
      if (request.url === '/') {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        response.end(
          '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/page.js"></script>',
        );
      } else if (request.url === '/page.js') {
        response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(readFileSync(outfile));
      } else if (request.url === '/tones.safetensors') response.end(readFileSync(bundle));
      else response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('gives the same probabilities in headless Chromium to 1e-4', async () => {
    const executablePath = chromiumOrNone();
    if (executablePath === undefined) return;
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text());
      });
      await page.goto(`${address}/`);
      const results = await page.evaluate((url) => recognize(url), 'tones.safetensors');
      expect(problems).toEqual([]);
      expectAllClose(results.flat(), expected.flat(), { atol: 1e-4, why: 'the same network on the same features' });
      expect(results).toHaveLength(expected.length);
    } finally {
      await browser.close();
    }
  });
});
