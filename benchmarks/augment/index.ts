/**
 * Our augmentations beside audiomentations and librosa, one thread each, in turns; results are compared first.
 * `--quick` few short turns; `--only gain,noise` some augmentations; `--no-build` takes our packages' dist as it is;
 * `--json FILE` from the repository's root (`npm run docs` fills the READMEs from benchmarks/augment/results/augment.json).
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { buildPrograms } from '../buildPrograms';
import { type Calculator, startCalculator } from '../features/calculator';
import { writeClip } from '../features/clipFiles';
import { largestDifference } from '../features/largestDifference';
import { describeMachine, loadNow } from '../training/machine';
import { summarize } from '../training/results';
import { augmentMarkdown, rowLine } from './markdown';
import { type PeerName, peerNames, peers } from './peers';
import type { AugmentResults, AugmentRow, PeerResult } from './results';
import { type CaseName, caseNames } from './settings';
import { startPeers } from './startPeers';
import { timeInTurns } from './timeInTurns';

const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const { quick } = options;
const turns = quick ? { warmUp: 100, block: 30, rounds: 4 } : { warmUp: 400, block: 100, rounds: 12 };
const wanted = options.only?.split(',') ?? caseNames;
const unknown = wanted.find((name) => !caseNames.includes(name as CaseName));
if (unknown !== undefined) throw new Error(`--only: ${unknown} unknown; choose from ${caseNames.join(', ')}`);

const load = loadNow();
const programs = await buildPrograms(
  { benchmark: 'augment', files: ['ours.ts'], packages: ['augment', 'mfcc'] },
  !options['no-build'],
);
const { files, title: clip } = await writeClip();
const path = files.raw[22050];
const theirs = await startPeers(path).catch((error: Error) => error.message);
if (typeof theirs === 'string') console.error(`without peers: ${theirs}`);

/** In a process of its own: what others leave in it, compiled for them and not yet collected, would be measured with it. */
async function rowOf(name: CaseName): Promise<AugmentRow> {
  const ours = await startCalculator(
    { program: process.execPath, args: [join(programs, 'ours.mjs'), 'ours'] },
    { clip: path },
  );
  const results: PeerResult[] = [];
  const agreeing: { readonly peer: PeerName; readonly difference: number | 'shape' }[] = [];
  for (const peer of peerNames) {
    const tolerance = peers[name]?.[peer];
    if (tolerance === undefined) continue;
    try {
      if (typeof theirs === 'string') throw new Error(theirs);
      const arrays = await theirs.arrays(`${peer}:${name}`);
      agreeing.push({ peer, difference: largestDifference(await ours.arrays(name), arrays, tolerance) });
    } catch (error) {
      // A peer that is here but does not compute the case, or something else: the run goes on, and fails at its end.
      if (typeof theirs !== 'string') process.exitCode = 1;
      results.push({ peer, why: (error as Error).message });
    }
  }
  const parties = agreeing.map(({ peer }) => ({ calculator: theirs as Calculator, what: `${peer}:${name}` }));
  const [own, ...others] = await timeInTurns([{ calculator: ours, what: name }, ...parties], turns);
  ours.end();
  agreeing.forEach(({ peer, difference }, index) => {
    const times = others[index]!;
    const ratio = summarize(times.map((ms, round) => ms / own![round]!));
    results.push({ peer, ms: summarize(times).median, ratio, difference });
  });
  return { name, ms: summarize(own!), peers: results };
}

const rows: AugmentRow[] = [];
for (const name of caseNames.filter((each) => wanted.includes(each))) {
  const row = await rowOf(name);
  rows.push(row);
  console.error(rowLine(row));
}
if (typeof theirs !== 'string') theirs.end();

const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
const results: AugmentResults = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  versions: `Node ${process.versions.node}, commit ${commit}`,
  peers: typeof theirs === 'string' ? `no peers: ${theirs}` : theirs.title,
  clip,
  duration: files.duration,
  quick,
  load: [load, loadNow()],
  rows,
};
console.log(augmentMarkdown(results));
// npm starts a workspace's script in the workspace's folder.
if (options.json) writeFileSync(resolve(repositoryRoot, options.json), `${JSON.stringify(results, null, 2)}\n`);
