// Fills the READMEs' result tables from the committed results; with --check it only compares and fails when they differ.
// A table stands between <!-- results:NAME --> and <!-- /results:NAME -->; NAME is looked up below.
import { readFileSync, writeFileSync } from 'node:fs';
import { comparisonTable, type Table } from '@ser/report';
import { augmentMarkdown } from '../../benchmarks/augment/markdown';
import type { AugmentResults } from '../../benchmarks/augment/results';
import { featureMarkdown } from '../../benchmarks/features/markdown';
import type { FeatureResults } from '../../benchmarks/features/results';
import { loopMarkdown } from '../../benchmarks/loop/markdown';
import type { LoopResults } from '../../benchmarks/loop/results';
import { benchmarkMarkdown } from '../../benchmarks/training/markdown';
import type { Results as Benchmark } from '../../benchmarks/training/results';
import { transferMarkdown } from '../../benchmarks/transfer/markdown';
import type { Results as Transfer } from '../../benchmarks/transfer/results';
import { networkTable } from '../../examples/reproduce-report/src/report/networkTable';
import { ablationTable, twinTable } from '../../examples/reproduce-report/src/report/twinTables';
import type { Results } from '../../examples/reproduce-report/src/results';
import { parityMarkdown } from '../parity/markdown';
import type { ParityResults } from '../parity/results';
import { type Measures, measuresMarkdown } from '../spectrograms/measuresTable';
import { speechMarkdown } from '../speech/markdown';
import type { SpeechMeasures } from '../speech/measures';

const fromRoot = (path: string) => new URL(`../../${path}`, import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(fromRoot(path), 'utf8'));

const reproduced = (table: (results: Results) => Table) => () => {
  const made = table(json('examples/reproduce-report/results/results.json') as Results);
  return made.rows.length === 0 ? `${made.caption}: not trained yet.` : comparisonTable(made).markdown;
};

const benchmark = (name: string) => () =>
  benchmarkMarkdown(json(`benchmarks/training/results/${name}.json`) as Benchmark);

const transfer = (network: string) => () =>
  transferMarkdown(json(`benchmarks/transfer/results/${network}.json`) as Transfer);

const parity = (name: string) => () => parityMarkdown(json(`tools/parity/results/${name}.json`) as ParityResults);

const loop = () => loopMarkdown(json('benchmarks/loop/results/loop.json') as LoopResults);

const features = () => featureMarkdown(json('benchmarks/features/results/features.json') as FeatureResults);

const augmentations = () => augmentMarkdown(json('benchmarks/augment/results/augment.json') as AugmentResults);

const voices = () => measuresMarkdown(json('tools/spectrograms/results/measures.json') as Measures);

const speech = () => speechMarkdown(json('tools/speech/results/measures.json') as SpeechMeasures);

/** Each README's tables by the name in its markers. */
const readmes: Record<string, Record<string, () => string>> = {
  'README.md': { report: reproduced(networkTable), twin: reproduced(twinTable) },
  'examples/reproduce-report/README.md': { ablation: reproduced(ablationTable) },
  'packages/augment/README.md': { speech },
  'packages/backend-simd/README.md': { training: benchmark('training'), slow: benchmark('slow') },
  'packages/models/README.md': { transferCnn4: transfer('cnn4'), transferResnet2d: transfer('resnet2d') },
  'packages/corpora/README.md': { voices },
  'benchmarks/augment/README.md': { augment: augmentations },
  'benchmarks/features/README.md': { features },
  'benchmarks/loop/README.md': { loop },
  'tools/parity/README.md': { parity: parity('parity'), lstmSixSeeds: parity('lstmSixSeeds') },
};

const check = process.argv.includes('--check');
for (const [readme, tables] of Object.entries(readmes)) {
  const text = readFileSync(fromRoot(readme), 'utf8');
  const filled = text.replace(/<!-- results:(\w+) -->[\s\S]*?<!-- \/results:\1 -->/g, (_, name: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`${readme}: no results are known by the name ${name}`);
    return `<!-- results:${name} -->\n${table().trim()}\n<!-- /results:${name} -->`;
  });
  if (!check) {
    writeFileSync(fromRoot(readme), filled);
  } else if (filled === text) {
    console.log(`${readme}: its tables equal the committed results`);
  } else {
    console.error(`${readme}: its tables differ from the committed results; run \`npm run docs\` and commit it`);
    process.exitCode = 1;
  }
}
