import { cpus } from 'node:os';
import { type Augmentation, pitchShift, speechPitchShift, timeStretch, vtlp, wsola } from '@ser/augment';
import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import { measureVoice } from '../spectrograms/measureVoice';
import { burstEnergies, burstsInHum } from './bursts';
import { spectralDistance } from './spectralDistance';
import { envelopeError, steadyVowel, VOWELS, type Vowel, vowelEnvelope } from './vowel';

export interface StretchMeasures {
  readonly name: string;
  /** Log-spectral distance in dB: of frames of 23 ms at their time, and of frames of 6 ms from the nearest one within 12 ms. */
  readonly distance: number;
  readonly nearest: number;
  /** Least and largest energy of a burst against what it was. */
  readonly bursts: readonly [number, number];
  /** CPU time of a clip of 2.6 s. */
  readonly milliseconds: number;
}

export interface PitchMeasures {
  readonly name: string;
  /** By what the pitch of the clips (median) and the formants of vowels were multiplied, and what was asked for. */
  readonly pitch: number;
  readonly askedPitch: number;
  readonly formants: number;
  readonly askedFormants: number;
  /** Of harmonics of vowels from the envelope asked for, in dB. */
  readonly error: number;
  readonly milliseconds: number;
}

export interface SpeechMeasures {
  readonly corpus: string;
  readonly clips: number;
  readonly machine: string;
  readonly stretches: readonly StretchMeasures[];
  readonly pitches: readonly PitchMeasures[];
}

const RATE = 22050;
const FRAMES = { nFft: 512, hopLength: 220 };
const SHORT_FRAMES = { nFft: 128, hopLength: 440, tolerance: 265 };
const PITCHES = [100, 180];

/** Measures everything on clips at 22,050 Hz of some 2.6 s, on bursts and on vowels. */
export function measureSpeech(corpus: string, clips: readonly AudioClip[]): SpeechMeasures {
  const stretches = [0.8, 1.25].flatMap((rate) => [
    stretch(`timeStretch(${rate})`, timeStretch({ rate }), rate, clips),
    stretch(`wsola(${rate})`, wsola({ rate }), rate, clips),
  ]);
  const pitches = [-4, 4].flatMap((nSteps) => [
    pitched(`pitchShift(${nSteps})`, pitchShift({ nSteps }), 2 ** (nSteps / 12), 1, clips),
    pitched(`speechPitchShift(${nSteps})`, speechPitchShift({ nSteps }), 2 ** (nSteps / 12), 1, clips),
  ]);
  const tracts = [0.9, 1.1].map((factor) => pitched(`vtlp(${factor})`, vtlp({ factor }), 1, factor, clips));
  const machine = `${cpus()[0]?.model}, Node ${process.version}`;
  return { corpus, clips: clips.length, machine, stretches, pitches: [...pitches, ...tracts] };
}

function stretch(name: string, augmentation: Augmentation, rate: number, clips: readonly AudioClip[]): StretchMeasures {
  const distance = (options: typeof FRAMES) =>
    mean(clips, (clip) => spectralDistance(render(augmentation, clip), clip.samples, rate, options));
  const hum = burstsInHum();
  return {
    name,
    distance: distance(FRAMES),
    nearest: distance(SHORT_FRAMES),
    bursts: burstEnergies(hum.samples, render(augmentation, hum), rate),
    milliseconds: timeOf(augmentation, clips),
  };
}

function pitched(
  name: string,
  augmentation: Augmentation,
  askedPitch: number,
  askedFormants: number,
  clips: readonly AudioClip[],
): PitchMeasures {
  const ratios = clips.map((clip) => {
    const output = { samples: render(augmentation, clip), sampleRate: clip.sampleRate };
    return measureVoice(output).f0 / measureVoice(clip).f0;
  });
  const vowels = PITCHES.flatMap((pitch) =>
    (Object.keys(VOWELS) as Vowel[]).map((vowel) => {
      const samples = render(augmentation, { samples: steadyVowel(vowel, pitch, RATE, 0.6), sampleRate: RATE });
      return (scale: number) =>
        envelopeError(samples, pitch * askedPitch, RATE, (frequency) => vowelEnvelope(vowel, frequency / scale));
    }),
  );
  return {
    name,
    pitch: ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)]!,
    askedPitch,
    formants: mean(vowels, (error) => leastAt(error)),
    askedFormants,
    error: mean(vowels, (error) => error(askedFormants)),
    milliseconds: timeOf(augmentation, clips),
  };
}

function render(augmentation: Augmentation, clip: AudioClip): Float32Array {
  return augmentation.apply(clip, createRng(0)).samples;
}

/** The factor of the formants, of 0.7 to 1.4, that explains a vowel best. */
function leastAt(error: (scale: number) => number): number {
  const scales = Array.from({ length: 141 }, (_, i) => 0.7 + i / 200);
  return scales.reduce((best, scale) => (error(scale) < error(best) ? scale : best));
}

/** CPU time in ms a clip: the median of the clips, so that other work on the machine counts little. */
function timeOf(augmentation: Augmentation, clips: readonly AudioClip[]): number {
  const times = clips.map((clip) => {
    const start = process.cpuUsage();
    render(augmentation, clip);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

function mean<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + measure(item) / items.length, 0);
}
