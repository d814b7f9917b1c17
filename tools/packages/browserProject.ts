import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { npm, run } from './npm';
import type { PackedPackage } from './packPackages';
import { repositoryRoot } from './stagePackages';
import { serveFolder } from './staticServer';

const VITE = 'vite@8.3.8';
const wanted = ['@ser/backend-simd', '@ser/models', '@ser/train'];

/** Lays down a page that trains, installs our packages and Vite as its author would, and builds it; returns the build. */
export function buildPage(packages: readonly PackedPackage[], project: string, env: NodeJS.ProcessEnv): string {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), `${JSON.stringify({ name: 'page', private: true, type: 'module' })}\n`);
  cpSync(join(repositoryRoot, 'tools/packages/programs/browser'), project, { recursive: true });
  const installed = packages.filter(({ name }) => wanted.includes(name));
  const peers = new Map(installed.flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {})));
  const names = [
    ...installed.map(({ name, manifest }) => `${name}@${manifest.version}`),
    ...[...peers].map(([name, range]) => `${name}@${range}`),
  ];
  run([...npm(), 'install', ...names], { cwd: project, env });
  run([...npm(), 'install', '--save-dev', VITE], { cwd: project, env });
  run([process.execPath, join(project, 'node_modules/vite/bin/vite.js'), 'build'], { cwd: project, env });
  return join(project, 'dist');
}

interface PageResult {
  readonly error?: string;
  readonly backend: string;
  readonly isolated: boolean;
  readonly losses: readonly (readonly number[])[];
}

/** Opens the built page in Chromium, with or without cross-origin isolation, and looks at what it trained. */
export async function trainInPage(build: string, executablePath: string, isolated: boolean): Promise<void> {
  const server = await serveFolder(build, isolated);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(server.url);
    await page.waitForFunction(() => document.body.dataset.result !== undefined, undefined, { timeout: 180_000 });
    const text = await page.evaluate(() => document.body.dataset.result);
    const result = JSON.parse(text ?? '') as PageResult;
    assert.equal(result.error, undefined);
    assert.deepEqual(problems, [], 'the console stays empty');
    assert.equal(result.backend, 'simd');
    assert.equal(result.isolated, isolated);
    assert.equal(result.losses.length, 2);
    for (const losses of result.losses) {
      assert.ok(losses.every(Number.isFinite));
      assert.ok(losses.at(-1)! < losses[0]!, `the loss falls: ${losses.join(', ')}`);
    }
  } finally {
    await browser.close();
    server.close();
  }
}
