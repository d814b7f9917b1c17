import type { AugmentationFactory } from '@ser/augment';
import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';

const RATE = 22050;

/** Made-up sounds for what an augmentation cannot have a default of: for each of its parameters that takes sounds. */
export function neededSounds(
  { name, params }: AugmentationFactory,
  voice: AudioClip,
): Record<string, readonly AudioClip[]> {
  const needed = Object.entries(params).filter(([, { kind }]) => kind === 'clips');
  return Object.fromEntries(
    needed.map(([key]) => [key, [/response/i.test(key) ? room() : /short/i.test(name) ? knock() : babble(voice)]]),
  );
}

/** Impulse response of a lively room: noise that falls by 60 dB in 0.6 s, after the direct sound. */
function room(): AudioClip {
  const rng = createRng('room');
  const samples = Float32Array.from(
    { length: 0.6 * RATE },
    (_, n) => 0.1 * rng.normal() * 10 ** ((-3 * n) / (0.6 * RATE)),
  );
  samples[0] = 1;
  return { samples, sampleRate: RATE };
}

/** A knock on wood: 180 Hz that dies away within 0.2 s. */
function knock(): AudioClip {
  const samples = Float32Array.from(
    { length: 0.2 * RATE },
    (_, n) => 0.8 * Math.exp(-n / (0.03 * RATE)) * Math.sin((2 * Math.PI * 180 * n) / RATE),
  );
  return { samples, sampleRate: RATE };
}

/** Many voices at once: the one that is given, again and again from drawn moments. */
function babble({ samples, sampleRate }: AudioClip): AudioClip {
  const rng = createRng('babble');
  const sum = new Float32Array(samples.length);
  for (let voice = 0; voice < 12; voice++) {
    const start = rng.integer(samples.length);
    for (let n = 0; n < sum.length; n++) sum[n]! += 0.2 * samples[(start + n) % samples.length]!;
  }
  return { samples: sum, sampleRate };
}
