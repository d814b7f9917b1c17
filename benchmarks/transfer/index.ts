/**
 * Transfer learning on RAVDESS: networks trained on twelve speakers, then adapted to each of the other twelve by a few of
 * their clips, before and after. `--data DIR` the corpus (default: SER_RAVDESS, else ../shared/ravdess);
 * `--seeds 3`; `--per-class 2` clips of each class; `--networks cnn4,resnet2d`; `--epochs N` instead of each network's own;
 * `--json FILE` (`npm run docs` fills the README of @ser/models from benchmarks/transfer/results/*.json).
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { useSimdBackend } from '@ser/backend-simd';
import { ravdess } from '@ser/corpora';
import { buildDataset } from '@ser/dataset';
import { reportMfccFeatures } from '@ser/features';
import { reportModels, resnet2d } from '@ser/models';
import { describeMachine, describeVersions } from '../training/machine';
import { adaptSpeakers } from './adaptSpeakers';
import { transferMarkdown } from './markdown';
import type { Results, Row } from './results';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.SER_RAVDESS ?? '../shared/ravdess' },
    seeds: { type: 'string', default: '3' },
    'per-class': { type: 'string', default: '2' },
    networks: { type: 'string', default: 'cnn4,resnet2d' },
    epochs: { type: 'string' },
    json: { type: 'string' },
  },
});

const networks = {
  cnn4: { epochs: 30, build: (seed: number) => reportModels.cnn4.build({ seed }) },
  resnet2d: { epochs: 15, build: (seed: number) => resnet2d({ inputShape: [null, 20, 1], seed }) },
};
const chosen = Object.entries(networks).filter(([name]) => options.networks.split(',').includes(name));
const seeds = Array.from({ length: Number(options.seeds) }, (_, seed) => seed);
const perClass = Number(options['per-class']);
const epochsOf = (own: number) => Number(options.epochs ?? own);
const log = (line: string) => console.error(line);

await useSimdBackend();
const dataset = await buildDataset(await ravdess(resolve(options.data)), {
  featureSet: reportMfccFeatures,
  clip: { offset: 0.5, duration: 2.6 },
});
log(`${dataset.rows.length} clips`);

const rows: Row[] = [];
for (const [network, { epochs, build }] of chosen) {
  for (const seed of seeds) {
    rows.push(...(await adaptSpeakers(dataset, { network, build, epochs: epochsOf(epochs), seed, perClass, log })));
  }
}

const results: Results = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  versions: describeVersions(),
  seeds,
  perClass,
  epochs: Object.fromEntries(chosen.map(([name, { epochs }]) => [name, epochsOf(epochs)])),
  rows,
};
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
console.log(transferMarkdown(results));
