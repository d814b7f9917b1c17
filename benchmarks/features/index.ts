/**
 * Our features beside librosa, Meyda and essentia.js, one thread each, in turns; every result is compared first.
 * `--quick` few short turns; `--only mfcc2048,recipeSinc` some cases; `--peers librosa,plain` some peers;
 * `--no-build` takes our packages' dist as it is; `--json FILE` from the repository's root (`npm run docs` fills the README from
 * benchmarks/features/results/features.json); `--markdown FILE`.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../tools/packages/stagePackages';
import { buildPrograms } from '../buildPrograms';
import { describeMachine, loadNow } from '../training/machine';
import { type Calculator, startCalculator } from './calculator';
import { type CaseName, caseNames, cases, type PeerName } from './cases';
import { writeClip } from './clipFiles';
import { largestDifference } from './largestDifference';
import { featureMarkdown, rowLine } from './markdown';
import { ours as ourCommand, peerNames, peers } from './peers';
import type { FeatureResults, Row } from './results';
import { timeInTurns } from './timeInTurns';

const { values: options } = parseArgs({
  options: {
    'no-build': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    peers: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});
const { quick } = options;
const chosenCases = choose('only', options.only, caseNames);
const chosenPeers = choose('peers', options.peers, peerNames);
const turns = quick ? { warmUp: 200, block: 50, rounds: 4 } : { warmUp: 1000, block: 250, rounds: 12 };

function choose<Name extends string>(option: string, wanted: string | undefined, known: readonly Name[]): Name[] {
  const names = wanted?.split(',') ?? known;
  const unknown = names.find((name) => !known.includes(name as Name));
  if (unknown !== undefined) throw new Error(`--${option}: ${unknown} unknown; choose from ${known.join(', ')}`);
  return known.filter((name) => names.includes(name));
}

const load = loadNow();
const programs = await buildPrograms(
  {
    benchmark: 'features',
    files: ['ours.ts', 'meyda.ts', 'essentia.ts'],
    packages: ['augment', 'features', 'audio-io'],
  },
  !options['no-build'],
);
const { files, title: clip } = await writeClip();
const titles = new Map<PeerName, string>();

async function rowOf(what: CaseName, name: PeerName, ours: Calculator): Promise<Row> {
  let peer: Calculator;
  try {
    peer = await startCalculator(peers[name].prepare(programs), files);
  } catch (error) {
    return { what, peer: name, why: (error as Error).message };
  }
  titles.set(name, peer.title);
  try {
    const difference = largestDifference(await ours.arrays(what), await peer.arrays(what), cases[what].peers[name]!);
    return { what, peer: name, ...(await timeInTurns(what, ours, peer, turns)), difference };
  } catch (error) {
    // A peer that is here but does not compute the case, or something else: the run goes on, and fails at its end.
    process.exitCode = 1;
    return { what, peer: name, why: (error as Error).message };
  } finally {
    peer.end();
  }
}

const rows: Row[] = [];
for (const what of chosenCases) {
  for (const name of chosenPeers.filter((peer) => peer in cases[what].peers)) {
    // Both in processes of their own: what other cases leave behind, code compiled for all of them and garbage, would be measured too.
    const ours = await startCalculator(ourCommand(programs, 'ours'), files);
    const row = await rowOf(what, name, ours);
    ours.end();
    rows.push(row);
    console.error(rowLine(row));
  }
}

const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
const results: FeatureResults = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  versions: `Node ${process.versions.node}, commit ${commit}`,
  clip,
  duration: files.duration,
  quick,
  load: [load, loadNow()],
  peers: chosenPeers.map((name) => ({ name, title: titles.get(name) ?? peers[name].title })),
  rows,
};
const markdown = featureMarkdown(results);
console.log(markdown);
// npm starts a workspace's script in the workspace's folder.
const fromRoot = (path: string) => resolve(repositoryRoot, path);
if (options.json) writeFileSync(fromRoot(options.json), `${JSON.stringify(results, null, 2)}\n`);
if (options.markdown) writeFileSync(fromRoot(options.markdown), `${markdown}\n`);
