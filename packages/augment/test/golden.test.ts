import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '@ser/audio-io';
import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import { clipPath, ravdessFolder } from '../../../tools/golden/ravdess';
import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type Augmentation, compose, pitchShift, timeStretch } from '../src/index';

interface SparseSamples {
  length: number;
  peak: number;
  rms: number;
  at: number[];
  values: number[];
}
interface Golden {
  clips: ({ id: string; samples: number } & Record<'timeStretch' | 'pitchShift' | 'stretchThenPitch', SparseSamples>)[];
  synthetic: ({ id: string; kind: 'timeStretch' | 'pitchShift'; option: number } & SparseSamples)[];
}

const text = readFileSync(join(__dirname, 'golden/stretchAndPitch.json'), 'utf8');
const golden: Golden = JSON.parse(text);
const corpus = ravdessFolder();
const onReal = corpus ? it : it.skip;

// 3e-4 and 65 dB are the marks for one step on librosa's own input.
const ONE_STEP = { atol: 3e-4, decibels: 65, why: 'flips of float32 phase rounding, see phaseVocoder' };
// In a row, the first step's 1e-4 moves the second's phases, whose rounding then flips far more often.
const TWO_STEPS = {
  atol: 3e-3,
  decibels: 53,
  why: "the first step's difference, amplified by the second's phase rounding",
};

function compareWithLibrosa(
  augmentation: Augmentation,
  clip: AudioClip,
  expected: SparseSamples,
  { atol, decibels, why } = ONE_STEP,
): void {
  const { samples } = augmentation.apply(clip, createRng(0));
  expect(samples.length).toBe(expected.length);
  const actual = expected.at.map((index) => samples[index]!);
  expectAllClose(actual, expected.values, { atol, why });
  let signal = 0;
  let error = 0;
  expected.values.forEach((value, i) => {
    signal += value * value;
    error += (actual[i]! - value) ** 2;
  });
  expect(10 * Math.log10(signal / error)).toBeGreaterThan(decibels);
  const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  expectAllClose([Math.sqrt(power)], [expected.rms], {
    rtol: 1e-3,
    why: 'the whole waveform, not only the samples above',
  });
}

it('keeps the golden file as its generator wrote it', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, 'golden/manifest.json'), 'utf8'));
  expect(createHash('sha256').update(text).digest('hex')).toBe(manifest.files['stretchAndPitch.json'].sha256);
});

describe('agrees with librosa 0.8.1 on signals given by formula', () => {
  it.each(golden.synthetic)('$id, $kind($option)', ({ id, kind, option, ...expected }) => {
    const augmentation = kind === 'timeStretch' ? timeStretch({ rate: option }) : pitchShift({ nSteps: option });
    compareWithLibrosa(augmentation, { samples: syntheticSignal(id), sampleRate: SAMPLE_RATE }, expected);
  });
});

describe('agrees with librosa 0.8.1 on real clips within 3e-4 and 65 dB', () => {
  for (const [index, { id, samples, ...expected }] of golden.clips.entries()) {
    onReal(id, async () => {
      const clip = await load(clipPath(corpus!, id), { offset: 0.4, duration: 2.6 });
      expect(clip.samples.length).toBe(samples);
      const stretch = timeStretch({ rate: 0.8 });
      const pitch = pitchShift({ nSteps: 0.7 });
      compareWithLibrosa(stretch, clip, expected.timeStretch);
      compareWithLibrosa(pitch, clip, expected.pitchShift);
      // The chain is a third of the time: three clips of it are enough.
      if (index < 3) compareWithLibrosa(compose([stretch, pitch]), clip, expected.stretchThenPitch, TWO_STEPS);
    });
  }
});
