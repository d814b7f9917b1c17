// Runs "npm run gallery" as a reader would and looks at the page in Chromium: every augmentation is there, drawn and playable.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchBuiltIns, builtIns, matrixBuiltIns } from '@ser/augment';
import type { Page } from 'playwright-core';
import { npm, run } from '../packages/npm';
import { auditFile, checkPage, drawnFigures } from './checkPage';

/** Metadata of a player is in the page; more than this means that it never comes. */
const LONGEST_WAIT_MS = 10_000;

const clips = Object.keys(builtIns);
const others = Object.keys({ ...matrixBuiltIns, ...batchBuiltIns });

async function lookAtGallery(page: Page): Promise<string[]> {
  const problems: string[] = [];
  for (const name of [...clips, ...others]) {
    if ((await page.getByRole('heading', { name, exact: true }).count()) !== 1) problems.push(`${name} is not shown`);
  }
  const figures = await drawnFigures(page);
  const drawn = figures.filter(Boolean).length;
  const expected = 2 * clips.length + others.length;
  if (figures.length !== expected || drawn !== expected)
    problems.push(`${drawn} of ${figures.length} figures show a drawing; ${expected} were expected`);
  await page
    .waitForFunction(
      () => [...document.querySelectorAll('audio')].every(({ readyState, error }) => readyState > 0 || error !== null),
      undefined,
      { timeout: LONGEST_WAIT_MS },
    )
    .catch(() => {}); // What did not load is named below.
  const seconds = await page
    .locator('audio')
    .evaluateAll((players) => players.map((player) => (player as HTMLAudioElement).duration));
  const playable = seconds.filter((duration) => duration > 0.2 && Number.isFinite(duration)).length;
  if (playable !== 2 * clips.length)
    problems.push(`${playable} of ${seconds.length} players can play; ${2 * clips.length} were expected`);
  console.log(`gallery.html: ${drawn} figures drawn, ${playable} players that can play`);
  return problems;
}

const folder = mkdtempSync(join(tmpdir(), 'ser-gallery-'));
const problems: string[] = [];
try {
  const file = join(folder, 'gallery.html');
  run([...npm(), 'run', 'gallery', '--', '--out', file]);
  problems.push(...(await checkPage(file, lookAtGallery)));
  // Letters and contrast are those of every section: a few of each kind are looked at one by one.
  const few = join(folder, 'few.html');
  run([...npm(), 'run', 'gallery', '--', '--only', 'colorNoise,gain,specAugment,mixup', '--out', few]);
  problems.push(...(await auditFile(few)));
} catch (error) {
  problems.push((error as Error).message);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const problem of problems) console.error(`✗ gallery.html: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
