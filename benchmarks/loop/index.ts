/**
 * What `fit` adds to the steps of a training, and how long the report's epochs take, beside PyTorch in the same run.
 * `--quick` fewer rows and epochs; `--networks lstm`; `--threads 2`; `--pairs 5` epochs of each kind; `--no-torch`;
 * `--no-build` takes our packages' dist as it is; `--json FILE`, `--markdown FILE` from the repository's root.
 */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { buildPrograms } from '../buildPrograms';
import { describeMachine, describeVersions, loadNow } from '../training/machine';
import { type Peer, peers } from '../training/peers';
import { runFresh } from '../training/runFresh';
import { networkTitles } from '../training/tasks';
import { loopMarkdown } from './markdown';
import { added, type LoopResults, type LoopRow, type TorchEpoch } from './results';
import { BATCH, type LoopNetwork, type LoopTask, loopNetworks, networkNames } from './tasks';

const CHECKED_STEPS = 3;
const CHECK_TOLERANCE = 1e-5;
const LIMIT_SECONDS = 1800;

const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    'no-torch': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    networks: { type: 'string', default: networkNames.join(',') },
    pairs: { type: 'string' },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});
const { quick } = options;
const threads = Number(options.threads);
const pairs = Number(options.pairs ?? (quick ? '2' : '6'));
const networks = options.networks.split(',') as LoopNetwork[];
for (const network of networks) {
  if (!(network in loopNetworks)) {
    throw new Error(`--networks: ${network} unknown; choose from ${networkNames.join(', ')}`);
  }
}
if (!(Number.isInteger(threads) && threads >= 1 && Number.isInteger(pairs) && pairs >= 1)) {
  throw new Error('--threads and --pairs: expected whole numbers of at least 1');
}

const load = loadNow();
const programs = await buildPrograms(
  { benchmark: 'loop', files: ['loop.ts'], packages: ['train', 'models', 'backend-simd'] },
  !options['no-build'],
);
const program = join(programs, 'loop.mjs');
const ours = (task: LoopTask) =>
  runFresh({ program: process.execPath, args: [program, JSON.stringify(task)] }, LIMIT_SECONDS);

const checked: string[] = [];
for (const network of networks) {
  const { values } = await ours({ task: 'check', network, threads, steps: CHECKED_STEPS });
  if (!(values[0]! <= CHECK_TOLERANCE)) throw new Error(`${network}: the steps by hand lose something else: ${values}`);
  checked.push(networkTitles[network]);
}

/** PyTorch's steps alone, for as many rows: no shuffling and no metrics either. */
async function torchEpoch(peer: Peer, network: LoopNetwork, rows: number): Promise<TorchEpoch> {
  let title = peer.title;
  try {
    // It runs none of our programs.
    const prepared = peer.prepare('');
    title = prepared.title;
    const steps = Math.ceil(rows / BATCH);
    const { values } = await runFresh(
      prepared.command({ task: 'train', network, threads, warmup: 3, steps }),
      LIMIT_SECONDS,
    );
    return { title, epoch: (values.reduce((sum, ms) => sum + ms, 0) / steps / BATCH) * rows };
  } catch (error) {
    return { title, why: (error as Error).message };
  }
}

const torches = options['no-torch'] ? [] : peers.filter(({ name }) => name === 'torch' || name === 'torch-tuned');
const rows: LoopRow[] = [];
for (const network of networks) {
  const count = quick ? 256 : loopNetworks[network].rows;
  const { values } = await ours({ task: 'epochs', network, threads, rows: count, pairs });
  const torch: TorchEpoch[] = [];
  for (const peer of torches) torch.push(await torchEpoch(peer, network, count));
  const row: LoopRow = {
    network,
    rows: count,
    fit: values.filter((_, i) => i % 2 === 0),
    bare: values.filter((_, i) => i % 2 === 1),
    torch,
  };
  rows.push(row);
  console.error(`${network}: fit adds ${added(row).map((share) => `${(100 * share).toFixed(1)} %`)}`);
}

const results: LoopResults = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  versions: describeVersions(),
  threads,
  quick,
  load: [load, loadNow()],
  checks: [
    `the steps by hand lose what \`fit\` loses (${checked.join(', ')}; ${CHECKED_STEPS} steps, relative ${CHECK_TOLERANCE})`,
  ],
  rows,
};
const markdown = loopMarkdown(results);
console.log(markdown);
const fromRoot = (path: string) => resolve(repositoryRoot, path);
if (options.json) writeFileSync(fromRoot(options.json), `${JSON.stringify(results, null, 2)}\n`);
if (options.markdown) writeFileSync(fromRoot(options.markdown), `${markdown}\n`);
