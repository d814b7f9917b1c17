import { type Augmentation, builtIns, clipRng, type Drawn, matrixBuiltIns } from '@ser/augment';
import type { AudioClip, Matrix } from '@ser/dsp';

const factories = { ...builtIns, ...matrixBuiltIns };
/** Each of our augmentations with its defaults, and one once more with a resampler that a peer has. */
export type CaseName = keyof typeof factories | 'pitchShiftSinc';
export const caseNames = [...Object.keys(factories), 'pitchShiftSinc'].sort() as CaseName[];

export const SAMPLE_RATE = 22050;

function sound(name: string, seconds: number, envelope: (second: number) => number): AudioClip {
  const rng = clipRng(6, name);
  const length = Math.round(seconds * SAMPLE_RATE);
  const samples = Float32Array.from({ length }, (_, n) => 0.1 * envelope(n / SAMPLE_RATE) * rng.normal());
  return { samples, sampleRate: SAMPLE_RATE };
}

/** What augmentations mix with the clip. */
export const sounds = {
  rain: sound('rain', 6, () => 1),
  hall: sound('hall', 0.5, (second) => Math.exp(-second / 0.07)),
  knock: sound('knock', 0.2, (second) => Math.exp(-second / 0.05)),
} as const;

/** Options that are no defaults, so that a peer can be told the same; and what else is not left to chance. */
const chosen: Partial<Record<CaseName, { readonly options?: object; readonly drawn?: Record<string, Drawn> }>> = {
  adjustDuration: { options: { duration: 2.4 }, drawn: { position: 0.5 } },
  airAbsorption: { options: { temperature: 10, humidity: 40, distance: 50 } },
  aliasing: { options: { rate: 8000 } },
  backgroundNoise: { options: { sounds: [sounds.rain], snrDb: 10 } },
  bandPassFilter: { options: { center: 1200, bandwidth: 1 } },
  clippingDistortion: { options: { percent: 20 } },
  colorNoise: { options: { snrDb: 20, slopeDb: -3 } },
  gain: { options: { gainDb: -7 } },
  gainTransition: { options: { startGainDb: -12, endGainDb: 3, duration: 1 }, drawn: { position: 0.5 } },
  highPassFilter: { options: { cutoff: 300 } },
  highShelfFilter: { options: { frequency: 3000, gainDb: 6, q: 0.5 } },
  impulseResponse: { options: { responses: [sounds.hall] } },
  loudnessNormalization: { options: { lufs: -23 } },
  lowPassFilter: { options: { cutoff: 1000 } },
  lowShelfFilter: { options: { frequency: 400, gainDb: -9, q: 0.7 } },
  peakingFilter: { options: { frequency: 1000, gainDb: 12, q: 2 } },
  pitchShiftSinc: { options: { resampler: 'sinc_hq' } },
  repeatPart: { options: { repeats: 2, partDuration: 0.5 }, drawn: { position: 0.5 } },
  shift: { drawn: { samples: 2500 } },
  shortNoises: {
    options: { sounds: [sounds.knock] },
    drawn: { noises: [0, 0], starts: [0.4, 1.5], snrsDb: [3, 0], fadeIns: [0.01, 0.02], fadeOuts: [0.05, 0.1] },
  },
  speedPerturbation: { options: { speed: 1.1 } },
  tanhDistortion: { options: { amount: 0.4 } },
  timeMask: { options: { fraction: 0.1 }, drawn: { position: 0.5 } },
};

export interface Prepared {
  readonly augmentation: Augmentation<AudioClip | Matrix>;
  readonly input: AudioClip | Matrix;
  /** All that it renders by, as its log would say. */
  readonly drawn: Readonly<Record<string, Drawn>>;
}

/** A case as it is measured on this clip, or on what `matrixOf` makes of it. */
export function prepare(name: CaseName, clip: AudioClip, matrixOf: (clip: AudioClip) => Matrix): Prepared {
  const { options = {}, drawn = {} } = chosen[name] ?? {};
  const factory = name === 'pitchShiftSinc' ? factories.pitchShift : factories[name];
  const input = factory.input === 'clip' ? clip : matrixOf(clip);
  const augmentation = factory(options as never) as Augmentation<AudioClip | Matrix>;
  return { augmentation, input, drawn: { ...(augmentation.draw(input, clipRng(6, name)) as object), ...drawn } };
}
