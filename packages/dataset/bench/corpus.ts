import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compose, noise, pitchShift, timeStretch } from '@ser/augment';
import { ravdess, synthetic } from '@ser/corpora';
import { report162Features, reportMfccFeatures } from '@ser/features';
import { type BuildOptions, buildDataset } from '../src/index';

/**
 * Seconds and peak memory of the report's two datasets over a whole corpus, without cache:
 * `npm run bench --workspace @ser/dataset -- --data DIR [--workers N] [--clips N]`.
 */
const { values } = parseArgs({
  options: { data: { type: 'string' }, workers: { type: 'string' }, clips: { type: 'string' } },
});
const origin = process.env.INIT_CWD ?? process.cwd();
const corpus = values.data ? await ravdess(resolve(origin, values.data)) : synthetic({ seed: 0, speakers: 2 });
const manifest = { ...corpus, rows: corpus.rows.slice(0, values.clips ? Number(values.clips) : undefined) };
const workers = values.workers ? Number(values.workers) : undefined;

const tasks: { name: string; options: BuildOptions }[] = [
  {
    name: 'report162, 3 versions',
    options: {
      featureSet: report162Features,
      versions: [
        { name: 'original' },
        { name: 'noise', augmentation: noise({ amplitude: 0.035 }) },
        { name: 'stretch-pitch', augmentation: compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]) },
      ],
      clip: { offset: 0.4, duration: 2.6 },
    },
  },
  {
    name: 'reportMfcc, 1 version',
    options: { featureSet: reportMfccFeatures, clip: { offset: 0.5, duration: 2.6 } },
  },
];

const results = [];
for (const { name, options } of tasks) {
  const started = performance.now();
  const before = process.cpuUsage();
  const dataset = await buildDataset(manifest, { ...options, workers, cacheDir: null });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  results.push({
    name,
    clips: manifest.rows.length,
    rows: dataset.rows.length,
    failed: dataset.failed.length,
    seconds: Number(seconds.toFixed(1)),
    // Of all threads; unlike the seconds they say little about what else the machine was doing.
    cpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    contentKey: dataset.contentKey,
  });
}
const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
console.log(
  `| dataset of ${corpus.corpus} | clips | rows | failed | s | CPU s | peak RSS, MB |\n|---|---|---|---|---|---|---|`,
);
for (const { name, clips, rows, failed, seconds, cpuSeconds, peakRssMb } of results) {
  console.log(`| ${name} | ${clips} | ${rows} | ${failed} | ${seconds} | ${cpuSeconds} | ${peakRssMb} |`);
}
console.log(`| both | | | | ${total.toFixed(1)} | | ${results.at(-1)?.peakRssMb} |`);
const machine = {
  node: process.version,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  workers: workers ?? cpus().length,
};
console.log(JSON.stringify({ corpus: corpus.corpus, machine, results, totalSeconds: Number(total.toFixed(1)) }));
