import type { AudioClip } from '@ser/dsp';
import { lcgNoise } from '../../../../tools/golden/signals';
import type { batchBuiltIns, builtIns, matrixBuiltIns } from '../../src/index';

const sounds: AudioClip[] = [
  { samples: Float32Array.from(lcgNoise(3000, 7), (x) => 0.1 * x), sampleRate: 22050 },
  { samples: Float32Array.from(lcgNoise(1500, 8), (x, n) => x * (1 - n / 1500) ** 6), sampleRate: 16000 },
];

/** Options to try: the defaults, and those at the ends of what is allowed; sounds where they are needed. */
export const cases: Readonly<Record<keyof typeof builtIns, readonly object[]>> = {
  adjustDuration: [{ duration: 0.2 }, { duration: [0, 2] }],
  airAbsorption: [{}, { distance: 2500 }],
  aliasing: [{}, { rate: 100 }, { rate: 48000 }],
  backgroundNoise: [{ sounds }, { sounds, snrDb: -60 }],
  bandPassFilter: [{}, { center: 200000 }],
  clippingDistortion: [{}, { percent: 100 }],
  colorNoise: [{}, { slopeDb: -24 }, { slopeDb: 0 }],
  gain: [{}, { gainDb: -120 }],
  gainTransition: [{}, { duration: 0 }],
  highPassFilter: [{}, { cutoff: 1, order: 16 }],
  highShelfFilter: [{}, { frequency: 1, gainDb: 60 }],
  impulseResponse: [{ responses: sounds }],
  loudnessNormalization: [{}, { lufs: 0 }],
  lowPassFilter: [{}, { cutoff: 1, order: 16 }],
  lowShelfFilter: [{}, { gainDb: 60, q: 0.05 }],
  noise: [{}, { amplitude: 0 }],
  normalize: [{}, { peakDb: -120 }],
  peakingFilter: [{}, { q: 20 }],
  pitchShift: [{}, { nSteps: [-2, 2] }],
  polarityInversion: [{}],
  repeatPart: [{}, { mode: 'replace', repeats: 100, partDuration: 0.01, crossfadeDuration: 0 }],
  reverse: [{}],
  sevenBandParametricEq: [{}, { gainDb: 60 }],
  shift: [{}, { maxSamples: 0 }],
  shortNoises: [
    { sounds, pause: [0, 0.1] },
    { sounds, snrDb: -60, pause: 0, burstProbability: 0.9, fadeIn: 60 },
  ],
  speechPitchShift: [{}, { nSteps: -12 }, { nSteps: 12 }],
  speedPerturbation: [{}, { speed: 4 }, { speed: 0.25 }],
  tanhDistortion: [{}, { amount: 1 }],
  telephone: [{}, { law: 'a' }, { law: 'none' }],
  timeMask: [{}, { fraction: 1 }],
  timeStretch: [{}, { rate: [0.8, 1.25] }],
  trimSilence: [{}, { topDb: 1 }],
  vtlp: [{}, { factor: 0.5 }, { factor: 2, boundary: 200000 }],
  wsola: [{}, { rate: 0.25 }, { rate: 4 }],
};

export const matrixCases: Readonly<Record<keyof typeof matrixBuiltIns, readonly object[]>> = {
  frequencyWarp: [{}, { scale: 'linear', factor: 2 }, { scale: 'htk', factor: 0.5, fmin: 300, fmax: 3400 }],
  specAugment: [{}, { fill: 'zero', timeMasks: [0, 9] }],
  timeWarp: [{}, { maxWarp: 0 }],
};

export const batchCases: Readonly<Record<keyof typeof batchBuiltIns, readonly object[]>> = {
  cutmix: [{}, { alpha: 0.001 }],
  mixup: [{}, { alpha: 0.001 }, { alpha: 1000 }],
};
