// Milliseconds of MFCCs of a 2.6 s clip, and real-time factors of streams at 16 kHz: npm run bench -w @ser/mfcc
// `plain` is what browsers get (dist/mfcc.min.js, without WebAssembly), here in Node.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as node from '@ser/mfcc';
import { lcgNoise } from '../../../tools/golden/signals';
import { buildForBrowser } from '../test/support/buildBrowserFile';

const folder = mkdtempSync(join(tmpdir(), 'ser-mfcc-'));
const file = join(folder, 'mfcc.min.mjs');
writeFileSync(file, await buildForBrowser(join(import.meta.dirname, '..'), "export * from './src/browser'"));
const plain = (await import(pathToFileURL(file).href)) as typeof import('../src/browser');
rmSync(folder, { recursive: true });

const voice = (seconds: number, sampleRate: number) =>
  Float32Array.from(
    lcgNoise(seconds * sampleRate, 1),
    (v, n) => 0.01 * v + 0.3 * Math.sin(n / 20) * Math.sin(n / 3000),
  );

/** CPU time of the later half of the runs, ms each: not the wall's, so other work on the machine does not count. */
function cpuTime(run: () => unknown, runs: number): number {
  for (let i = 0; i < runs / 2; i++) run();
  const start = process.cpuUsage();
  for (let i = 0; i < runs / 2; i++) run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / (runs / 2);
}

function stream(engine: typeof plain, options: node.MfccStreamOptions, block: number): number {
  const seconds = 10;
  const samples = voice(seconds, 16000);
  const mfccs = engine.createMfccStream({ ...options, sampleRate: 16000 });
  const time = cpuTime(() => {
    for (let start = 0; start < samples.length; start += block) mfccs.push(samples.subarray(start, start + block));
    mfccs.flush();
  }, 40);
  return time / 1000 / seconds;
}

console.log(`Node ${process.version}, ${cpus()[0]?.model}, one thread, CPU time\n`);
console.log('| MFCC of 2.6 s at 22,050 Hz | ms | plain, ms |\n|---|---|---|');
const clip = { samples: voice(2.6, 22050), sampleRate: 22050 };
for (const options of [
  { nFft: 2048, hopLength: 512 },
  { nFft: 512, hopLength: 256 },
]) {
  const [fast, slow] = [node, plain].map(({ mfcc }) => cpuTime(() => mfcc(clip, options), 200).toFixed(2));
  console.log(`| ${options.nFft} / ${options.hopLength} | ${fast} | ${slow} |`);
}
console.log('\n| stream at 16 kHz | real-time factor | plain |\n|---|---|---|');
for (const options of [{ nFft: 512, winLength: 400, hopLength: 160, nMels: 40, nMfcc: 13 }, {}]) {
  for (const block of [128, 1024]) {
    const factors = [node, plain].map((engine) => stream(engine, options, block).toFixed(5));
    console.log(
      `| ${options.nFft ?? 2048} / ${options.hopLength ?? 512}, ${options.nMels ?? 128} bands, blocks of ${block} | ${factors.join(' | ')} |`,
    );
  }
}
