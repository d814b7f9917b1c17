import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio-io';
import type { AudioClip } from '@ser/dsp';
import { createRng, type Rng } from '@ser/random';

const sampleRate = 16_000;
export const labels = ['beep', 'noise', 'siren'] as const;

/** What each label sounds like, at time t in seconds. */
const sounds: Record<(typeof labels)[number], (rng: Rng) => (t: number) => number> = {
  beep(rng) {
    const [pitch, pulses] = [rng.uniform(700, 1400), rng.uniform(2, 4)];
    return (t) => ((t * pulses) % 1 < 0.5 ? Math.sin(2 * Math.PI * pitch * t) : 0);
  },
  noise: (rng) => () => rng.uniform(-1, 1),
  siren(rng) {
    const [pitch, sweeps] = [rng.uniform(600, 1000), rng.uniform(0.5, 1.5)];
    // The phase of a tone that rises and falls by 40 %.
    return (t) =>
      Math.sin(2 * Math.PI * pitch * (t - (0.4 / (2 * Math.PI * sweeps)) * Math.cos(2 * Math.PI * sweeps * t)));
  },
};

/** One recording: each recorder has a loudness, a hum and a hiss of its own. */
export function record(label: (typeof labels)[number], recorder: string, take: number): AudioClip {
  const device = createRng(`recorder ${recorder}`);
  const [gain, hum, hiss] = [device.uniform(0.2, 0.8), device.uniform(0, 0.05), device.uniform(0.001, 0.01)];
  const rng = createRng(`${recorder} ${label} ${take}`);
  const sound = sounds[label](rng.fork('sound'));
  const background = rng.fork('background');
  const samples = Float32Array.from({ length: Math.round(sampleRate * rng.uniform(1.5, 2.8)) }, (_, n) => {
    const t = n / sampleRate;
    return gain * sound(t) + hum * Math.sin(2 * Math.PI * 50 * t) + hiss * background.uniform(-1, 1);
  });
  return { samples, sampleRate };
}

/** WAV files `label/recorder-NN.wav` and the table `clips.csv` about them. */
export function writeSounds(folder: string, recorders: readonly string[], takes: number): void {
  const lines = ['path,label,speaker'];
  for (const label of labels) {
    mkdirSync(join(folder, label), { recursive: true });
    for (const recorder of recorders) {
      for (let take = 1; take <= takes; take++) {
        const path = `${label}/${recorder}-${String(take).padStart(2, '0')}.wav`;
        writeFileSync(join(folder, path), encodeWav(record(label, recorder, take)));
        lines.push(`${path},${label},${recorder}`);
      }
    }
  }
  // In another order than on disk.
  writeFileSync(join(folder, 'clips.csv'), `${[lines[0], ...lines.slice(1).reverse()].join('\n')}\n`);
}
