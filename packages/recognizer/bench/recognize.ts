// npm run bench --workspace @ser/recognizer [-- --threads N]: milliseconds of `recognize` on one clip of 2.6 s, features and
// network.
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { useSimdBackend } from '@ser/backend-simd';
import { type FeatureSet, report162Features, reportMfccFeatures } from '@ser/features';
import { type ReportModelName, reportModels } from '@ser/models';
import { encodeBundle, loadBundle } from '@ser/recognizer';

const RUNS = 60;
const card = {
  corpus: 'none',
  dataLicence: 'none',
  split: 'none',
  seed: 0,
  metrics: [],
  intendedUse: 'to measure; the network is untrained',
  date: '2026-11-26',
};

/** A harmonic sound with a moving pitch, 3.2 s. */
function sound(sampleRate: number) {
  const samples = Float32Array.from({ length: 3.2 * sampleRate }, (_, n) => {
    const phase = (2 * Math.PI * (120 * n + (20 * n * n) / (3.2 * sampleRate))) / sampleRate;
    return 0.2 * (Math.sin(phase) + Math.sin(2 * phase) / 2 + Math.sin(5 * phase) / 4);
  });
  return { samples, sampleRate };
}

/** Median and quartiles of some runs, and the processor's time of one; in milliseconds. */
async function time(run: () => unknown): Promise<string> {
  for (let i = 0; i < 10; i++) await run();
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((place) => times[Math.floor(place * RUNS)]!.toFixed(1));
  return `${median} (${low} to ${high}), CPU ${((user + system) / 1000 / RUNS).toFixed(1)}`;
}

const { values } = parseArgs({ options: { threads: { type: 'string' } } });
const threads = Number(values.threads ?? availableParallelism());
await useSimdBackend({ threads });
console.log(`${cpus()[0]?.model}, threads: ${threads}, Node ${process.version}; median of ${RUNS} (quartiles), ms\n`);
console.log('| network | features alone | recognize, 22,050 Hz | recognize, 48,000 Hz |\n|---|---|---|---|');
const networks: [ReportModelName, FeatureSet][] = [
  ['cnn4', reportMfccFeatures],
  ['lstm', report162Features],
  ['cnnLstm5', report162Features],
];
for (const [name, featureSet] of networks) {
  const model = reportModels[name].build();
  const labels = Array.from({ length: reportModels[name].classes }, (_, index) => `class ${index}`);
  const recognizer = await loadBundle(await encodeBundle({ model, labels, featureSet, card, clip: { offset: 0.4 } }));
  const [clip, other] = [sound(22_050), sound(48_000)];
  const stretch = { samples: clip.samples.slice(8_820, 8_820 + 57_330), sampleRate: 22_050 };
  const columns = [
    await time(() => featureSet.extract(stretch)),
    await time(() => recognizer.recognize(clip)),
    await time(() => recognizer.recognize(other)),
  ];
  console.log(`| ${[name, ...columns].join(' | ')} |`);
  recognizer.dispose();
}
process.exit(0);
