// Prints how often a run of some light augmentations had to wait for a page of memory.
import { createRng, type Rng } from '@ser/random';
import { gain, highPassFilter, polarityInversion, reverse, shift } from '../../src/index';

const rng: Rng = createRng(1);
const clip = { samples: Float32Array.from({ length: 57_330 }, () => rng.uniform(-0.5, 0.5)), sampleRate: 22050 };
const faults = [gain(), highPassFilter(), polarityInversion(), reverse(), shift()].map((augmentation) => {
  const run = (times: number) => {
    for (let i = 0; i < times; i++) augmentation.apply(clip, rng);
  };
  run(300);
  const before = process.resourceUsage().minorPageFault;
  run(300);
  return (process.resourceUsage().minorPageFault - before) / 300;
});
console.log(JSON.stringify(faults));
