// Runs the README's first command as a stranger would (the embedded corpus, nothing cached) and looks at what it made; where
// the real corpus is there, the same on clips of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../packages/npm';
import { auditFile, checkPage, drawnFigures } from './checkPage';

const LONGEST_SECONDS = 180;
const FIGURES = 8;

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

async function checkReport(out: string): Promise<string[]> {
  const file = join(out, 'report.html');
  const found = await checkPage(file, async (page) => {
    const figures = await drawnFigures(page);
    const drawn = figures.filter(Boolean).length;
    console.log(`report.html: ${figures.length} figures, ${drawn} with a drawing`);
    return drawn < FIGURES ? [`the page shows ${drawn} figures with a drawing; the report has ${FIGURES}`] : [];
  });
  return [...found, ...(await auditFile(file))].map((problem) => `report.html: ${problem}`);
}

async function smoke(corpus: RegExp, options: readonly string[]): Promise<void> {
  const out = join(folder, `out-${options.length}`);
  const seconds = start(out, options);
  console.log(`npm start ${options.join(' ')} took ${seconds.toFixed(0)} s`);
  if (seconds > LONGEST_SECONDS)
    problems.push(`npm start took ${seconds.toFixed(0)} s; ${LONGEST_SECONDS} s is the limit`);
  checkFiles(out, corpus);
  if (existsSync(join(out, 'report.html'))) {
    const found = await checkReport(out).catch((error: Error) => [`the page was not looked at: ${error.message}`]);
    problems.push(...found);
  }
}

await smoke(/synthetic corpus/i, []);
const ravdess = process.env.SER_RAVDESS ?? join('..', 'shared', 'ravdess');
if (existsSync(join(ravdess, 'Actor_01'))) await smoke(/RAVDESS/, ['--data', ravdess, '--profile', 'smoke']);
else console.log(`skipped on real clips: no RAVDESS at ${ravdess}; SER_RAVDESS names its folder`);
rmSync(folder, { recursive: true, force: true });

for (const problem of problems) console.error(`✗ ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
