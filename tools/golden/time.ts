// Milliseconds a clip of 2.6 s for what the report computes of each clip: node --conditions=@ser/source --import tsx tools/golden/time.ts
import { cpus } from 'node:os';
import { noise, pitchShift, timeStretch } from '@ser/augment';
import { resample } from '@ser/dsp';
import { report162, reportMfcc } from '@ser/features';
import { createRng } from '@ser/random';
import { lcgNoise } from './signals';

const atSource = Float32Array.from(lcgNoise(124800, 5), (value, n) => 0.1 * value + 0.3 * Math.sin(n / 40));
const clip = { samples: resample(atSource, 48000, 22050), sampleRate: 22050 };
const stretched = timeStretch().apply(clip, createRng(0));
const work = {
  'resample 48 kHz to 22.05 kHz (@ser/dsp)': () => resample(atSource, 48000, 22050),
  report162: () => report162(clip),
  'report162 of the stretched clip': () => report162(stretched),
  reportMfcc: () => reportMfcc(clip),
  noise: () => noise().apply(clip, createRng(1)),
  timeStretch: () => timeStretch().apply(clip, createRng(1)),
  'pitchShift of the stretched clip': () => pitchShift().apply(stretched, createRng(1)),
};

// CPU time, not the wall's: other work on the machine does not count.
console.log(`Node ${process.version}, ${cpus()[0]?.model}, one thread, CPU time, mean of 15`);
console.log('| work | ms |\n|---|---|');
for (const [name, run] of Object.entries(work)) {
  for (let i = 0; i < 4; i++) run();
  const start = process.cpuUsage();
  for (let i = 0; i < 15; i++) run();
  const { user, system } = process.cpuUsage(start);
  console.log(`| ${name} | ${((user + system) / 15000).toFixed(1)} |`);
}
