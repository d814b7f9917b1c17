import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { serveFolder } from '../../../../tools/packages/staticServer';

export interface AudioPage {
  readonly page: Page;
  readonly folder: string;
  readonly url: string;
  close(): Promise<void>;
}

/** A page with this package as `audioIo`, in Chromium with a microphone that is not one. */
export async function openAudioPage(executablePath: string, args: readonly string[]): Promise<AudioPage> {
  const folder = mkdtempSync(join(tmpdir(), 'ser-audio-page-'));
  await build({
    stdin: { contents: "import * as audioIo from './src';\nglobalThis.audioIo = audioIo;", resolveDir: process.cwd() },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@ser/source'],
    outdir: folder,
    entryNames: 'page',
    logLevel: 'error',
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>',
  );
  const server = await serveFolder(folder, false);
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    server.close();
    rmSync(folder, { recursive: true });
  };
  try {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', ...args],
    });
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'audioIo' in globalThis);
    return { page, folder, url: server.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
