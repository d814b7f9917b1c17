/**
 * Trains the report's networks in ours and in real Keras on the arrays that the pipeline wrote, and compares.
 * `--quick` fewer rows and epochs; `--networks lstm,cnn4`; `--epochs 5` (0: only the first losses); `--seeds 3`; `--steps 20`;
 * `--threads 2`; `--data DIR` of RAVDESS; `--cache DIR` of finished features;
 * `--json FILE`, `--markdown FILE` from the repository's root. Python with Keras and TensorFlow: SER_PYTHON, or python3.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPython, pythonVersion } from '../../benchmarks/training/findPython';
import { describeMachine, describeVersions } from '../../benchmarks/training/machine';
import { runFresh } from '../../benchmarks/training/runFresh';
import { createExperiment } from '../../examples/reproduce-report/src/experiment';
import { repositoryRoot } from '../packages/stagePackages';
import { type RowCounts, writeArrays } from './arrays';
import { allAgree, parityMarkdown } from './markdown';
import { type EpochComparison, type LossComparison, type ParityResults, worstDifference } from './results';
import { type MetricName, metricNames, type NetworkName, networkNames, type Task } from './tasks';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    networks: { type: 'string', default: networkNames.join(',') },
    epochs: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '20' },
    threads: { type: 'string', default: '2' },
    data: { type: 'string', default: process.env.SER_RAVDESS ?? '../shared/ravdess' },
    cache: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});
/** Most seconds one process may take: a slow machine, not a hang. */
const LIMIT_SECONDS = 3600;

function count(name: 'epochs' | 'seeds' | 'steps' | 'threads', text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${name} ${text}: expected a whole number of at least ${least}`);
}

const fromRoot = (path: string) => resolve(repositoryRoot, path);
const { quick } = options;
const names = options.networks.split(',') as NetworkName[];
const unknown = names.filter((name) => !networkNames.includes(name));
if (unknown.length > 0) {
  throw new Error(`--networks: ${unknown.join(', ')} unknown; choose from ${networkNames.join(', ')}`);
}
const steps = count('steps', options.steps, 1);
const epochs = count('epochs', options.epochs ?? (quick ? '2' : '5'), 0);
const seeds = Array.from({ length: count('seeds', options.seeds, 2) }, (_, seed) => seed);
const threads = count('threads', options.threads, 1);
const data = fromRoot(options.data);
if (!existsSync(join(data, 'Actor_01'))) throw new Error(`no RAVDESS at ${data}; name its folder by --data`);
const python = findPython('keras', 'tensorflow');

const ours = (task: Task) => {
  const program = fileURLToPath(new URL('./ours.ts', import.meta.url));
  const args = ['--conditions=@ser/source', '--import', 'tsx', program, JSON.stringify(task)];
  return runFresh({ program: process.execPath, args }, LIMIT_SECONDS);
};
const keras = (task: Task) => {
  const program = fileURLToPath(new URL('./python/keras_parity.py', import.meta.url));
  const env = { OMP_NUM_THREADS: String(threads), PYTHONDONTWRITEBYTECODE: '1' };
  return runFresh({ program: python, args: [program, JSON.stringify(task)], env }, LIMIT_SECONDS);
};

async function compareLosses(network: NetworkName, folder: string): Promise<LossComparison> {
  const task = {
    task: 'losses',
    network,
    folder,
    threads,
    steps,
    weights: join(folder, `${network}.weights`),
  } as const;
  // Ours first: it writes the weights that Keras starts from.
  const own = (await ours(task)).values;
  const theirs = (await keras(task)).values;
  const exact = (await keras({ ...task, float64: true })).values;
  console.error(`${network}: losses of ${steps} steps within ${worstDifference(own, theirs).toExponential(1)}`);
  return { network, ours: own, keras: theirs, keras64: exact };
}

/** The four metrics of the last epoch, a number a seed, out of those of all epochs one after another. */
function lastEpochs(values: readonly number[]): Record<MetricName, number[]> {
  const at = (metric: number) =>
    seeds.map((_, i) => values[((i + 1) * epochs - 1) * metricNames.length + metric] ?? Number.NaN);
  return Object.fromEntries(metricNames.map((name, metric) => [name, at(metric)])) as Record<MetricName, number[]>;
}

async function compareTrainings(network: NetworkName, folder: string, rows: RowCounts): Promise<EpochComparison> {
  const task = { task: 'epochs', network, folder, threads, epochs, seeds } as const;
  const own = lastEpochs((await ours(task)).values);
  console.error(`${network}: ours trained ${seeds.length} times, losses ${own.loss.map((loss) => loss.toFixed(4))}`);
  const theirs = lastEpochs((await keras(task)).values);
  console.error(
    `${network}: Keras trained ${seeds.length} times, losses ${theirs.loss.map((loss) => loss.toFixed(4))}`,
  );
  return { network, rows: rows.train, testRows: rows.test, ours: own, keras: theirs };
}

const folder = mkdtempSync(join(tmpdir(), 'ser-parity-'));
try {
  const experiment = await createExperiment(
    { data, profile: 'quick', only: names, seed: 0, out: folder, cache: options.cache, list: false, backend: 'simd' },
    new AbortController().signal,
  );
  const limits = quick
    ? { train: 512, test: 256 }
    : { train: Number.POSITIVE_INFINITY, test: Number.POSITIVE_INFINITY };
  const losses: LossComparison[] = [];
  const trainings: EpochComparison[] = [];
  for (const network of names) {
    const rows = await writeArrays(network, experiment, folder, limits);
    losses.push(await compareLosses(network, folder));
    if (epochs > 0) trainings.push(await compareTrainings(network, folder, rows));
  }
  const corpus = experiment.corpus();
  const { failed } = corpus;
  if (failed.length > 0) throw new Error(`${failed.length} clips failed: the arrays are not the report's`);
  const results: ParityResults = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: describeVersions(),
    keras: `Keras ${pythonVersion(python, 'keras')} on TensorFlow ${pythonVersion(python, 'tensorflow') || pythonVersion(python, 'tensorflow_cpu')}`,
    corpus: `${corpus.name}, ${corpus.clips} clips`,
    threads,
    quick,
    epochs,
    seeds,
    losses,
    trainings,
  };
  console.log(parityMarkdown(results));
  if (options.json) writeFileSync(fromRoot(options.json), `${JSON.stringify(results, null, 2)}\n`);
  if (options.markdown) writeFileSync(fromRoot(options.markdown), `${parityMarkdown(results)}\n`);
  process.exitCode = allAgree(results) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
