/**
 * Our backend and its peers on the report's networks, one after another, each cell in a fresh process; correctness first.
 * `--quick` few steps and no slow peers; `--only simd,keras` some peers; `--networks lstm`; `--threads 2`;
 * `--no-build` takes our packages' dist as it is;
 * `--json FILE` from the repository's root (`npm run docs` fills the README from benchmarks/training/results/training.json); `--markdown FILE`.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { buildPrograms } from '../buildPrograms';
import { checkGradients, checkLosses } from './checkCorrectness';
import { describeMachine, describeVersions, loadNow } from './machine';
import { benchmarkMarkdown, missingLine } from './markdown';
import { measurePeak } from './measurePeak';
import { type Peer, peers, type ReadyPeer } from './peers';
import { type Measured, type Results, type Row, summarize } from './results';
import { runFresh } from './runFresh';
import { type NetworkName, networkNames, type Task } from './tasks';

const BATCH = 64;
const MULTIPLY_SIZE = 1024;
/** Threads at which only the bits are compared, however few cores there are. */
const MOST_THREADS = 8;

const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    networks: { type: 'string' },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});
const { quick } = options;
const threads = Number(options.threads);
const networks = (options.networks?.split(',') ?? networkNames) as readonly NetworkName[];
const chosen = peers.filter(({ name }) => options.only === undefined || options.only.split(',').includes(name));
const counts = quick
  ? { warmup: 1, steps: 4, repeats: 5, starts: 1 }
  : { warmup: 3, steps: 20, repeats: 50, starts: 5 };

const load = loadNow();
const programs = await buildPrograms(
  { benchmark: 'training', files: ['tensorflow.ts', 'jax.mjs'], packages: ['train', 'models', 'backend-simd'] },
  !options['no-build'],
);
const rows: Row[] = [];
const ready = new Map<string, ReadyPeer>();
const reasons = new Map<string, string>();
for (const peer of chosen) {
  try {
    ready.set(peer.name, peer.prepare(programs));
  } catch (error) {
    reasons.set(peer.name, (error as Error).message);
    console.error(`${peer.name}: ${(error as Error).message}`);
  }
}

async function measure(what: string, peer: Peer, task: Task, processes = 1): Promise<void> {
  const row = await rowOf(what, peer, task, processes);
  rows.push(row);
  console.error('median' in row ? `${what} · ${peer.name}: ${row.median.toFixed(2)}` : missingLine(row));
}

async function rowOf(what: string, peer: Peer, task: Task, processes: number): Promise<Row> {
  const prepared = ready.get(peer.name);
  if (prepared === undefined) return { what, peer: peer.name, why: reasons.get(peer.name) ?? 'not ready' };
  if (quick && peer.slow !== undefined && task.task === 'train') {
    return { what, peer: peer.name, why: 'left out of a quick run: its steps take seconds to minutes' };
  }
  try {
    const times: number[] = [];
    let [peakBytes, extra]: [number, Partial<Measured>] = [0, {}];
    for (let i = 0; i < processes; i++) {
      const outcome = await runFresh(prepared.command(task), peer.slow?.limitSeconds ?? 600);
      times.push(...outcome.values);
      peakBytes = Math.max(peakBytes, outcome.peakBytes);
      extra = { weights: outcome.weights, note: outcome.note };
    }
    const flops = 2 * MULTIPLY_SIZE ** 3;
    const values = task.task === 'multiply' ? times.map((ms) => flops / 1e6 / ms) : times;
    return { what, peer: peer.name, ...summarize(values), peakBytes, ...extra };
  } catch (error) {
    return { what, peer: peer.name, why: (error as Error).message };
  }
}

const checks: string[] = [];
const simd = ready.get('simd');
const keras = ready.get('keras');
if (simd !== undefined) {
  checks.push(await checkGradients(simd, threads));
  console.error(checks[0]);
  if (keras !== undefined) checks.push(await checkLosses(simd, keras, networks, threads));
  else checks.push(`losses not compared with those of Keras (${reasons.get('keras') ?? 'not chosen'})`);
  console.error(checks.at(-1));
}
const peak = await measurePeak();

const withTask = (task: Task['task']) => chosen.filter(({ tasks }) => tasks.includes(task));
for (const network of networks) {
  for (const peer of withTask('train')) {
    const { warmup, steps } = peer.slow ?? counts;
    await measure(`train:${network}`, peer, { task: 'train', network, threads, warmup, steps });
  }
}
for (const peer of withTask('multiply')) {
  const repeats = Math.min(counts.repeats, peer.slow?.repeats ?? counts.repeats);
  for (const count of [1, 2]) {
    await measure(`multiply:${count}`, peer, { task: 'multiply', size: MULTIPLY_SIZE, threads: count, repeats });
  }
}
for (const peer of withTask('infer')) {
  await measure('infer', peer, { task: 'infer', threads, repeats: peer.slow?.repeats ?? 10 * counts.repeats });
}
for (const task of ['firstStep', 'firstResult'] as const) {
  for (const peer of withTask(task)) await measure(task, peer, { task, threads }, counts.starts);
}
const ours = chosen.find(({ name }) => name === 'simd');
if (ours !== undefined) {
  await measure('firstResult:require', ours, { task: 'firstResult', threads, modules: 'require' }, counts.starts);
  const powers = Array.from({ length: 10 }, (_, i) => 2 ** i).filter((count) => count < cpus().length);
  const scaling = [...new Set([...powers, cpus().length, MOST_THREADS])].sort((a, b) => a - b);
  const { warmup, steps } = { warmup: counts.warmup, steps: quick ? 3 : 10 };
  for (const network of networks) {
    for (const count of scaling) {
      await measure(`scaling:${network}:${count}`, ours, { task: 'train', network, threads: count, warmup, steps });
    }
  }
}

const results: Results = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  versions: describeVersions(),
  threads,
  batch: BATCH,
  quick,
  load: [load, loadNow()],
  checks,
  peak,
  peers: chosen.map(({ name, title }) => ({ name, title: ready.get(name)?.title ?? title })),
  rows,
};
const markdown = benchmarkMarkdown(results);
console.log(markdown);
// npm starts a workspace's script in the workspace's folder.
const fromRoot = (path: string) => resolve(repositoryRoot, path);
if (options.json) writeFileSync(fromRoot(options.json), `${JSON.stringify(results, null, 2)}\n`);
if (options.markdown) writeFileSync(fromRoot(options.markdown), `${markdown}\n`);
if (markdown.includes('DIFFERENT BITS')) process.exitCode = 1;
