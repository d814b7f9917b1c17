import type { AudioClip, Matrix } from '@ser/dsp';
import { checkBetween, checkPositive, checkPositiveInteger } from './checks';
import { FeatureError } from './errors';
import { decodePitch } from './pitch/decodePitch';
import { normalizedDifference } from './pitch/normalizedDifference';
import { type PitchOptions, pitchFrames } from './pitch/pitchFrames';
import { pitchTransitions } from './pitch/pitchTransitions';
import { createTroughPrior } from './pitch/troughPrior';
import { parabolicShift } from './pitch/troughs';
import { roundHalfToEven } from './roundHalfToEven';

export interface PyinOptions extends PitchOptions {
  /** Number of trough thresholds between 0 and 1. Default 100. */
  nThresholds?: number;
  /** Parameters of the thresholds' beta prior, above 0. Default [2, 18]. */
  betaParameters?: readonly [number, number];
  /** How fast later troughs of a frame lose weight, above 0. Default 2. */
  boltzmannParameter?: number;
  /** Width of a pitch bin in semitones, in (0, 1). Default 0.1. */
  resolution?: number;
  /** Fastest change of pitch, octaves a second. Default 35.92. */
  maxTransitionRate?: number;
  /** Probability of passing from voiced to unvoiced, or back, from one frame to the next. In [0, 1]. Default 0.01. */
  switchProb?: number;
  /** Weight of a frame's lowest trough for the thresholds that no trough is below. In [0, 1]. Default 0.01. */
  noTroughProb?: number;
  /** f0 of unvoiced frames; null keeps the best guess. Default 0 (librosa's is NaN, which no matrix of ours holds). */
  fillNa?: number | null;
}

/** A pitch track: three matrices of frames x 1. */
export interface PitchTrack {
  /** Fundamental frequency, Hz: fmin times a whole number of pitch bins, or `fillNa` where the frame is unvoiced. */
  readonly f0: Matrix;
  /** 1 where the frame is voiced, else 0. */
  readonly voicedFlag: Matrix;
  /** Probability that the frame is voiced, in [0, 1]. */
  readonly voicedProb: Matrix;
}

/**
 * The fundamental frequency of each frame, and whether it is voiced, by probabilistic YIN.
 *
 * Every threshold of a beta distribution votes for the troughs of YIN's normalized difference below it; a hidden Markov model
 * of pitch bins, voiced and unvoiced, then joins the frames' candidates to the likeliest track.
 *
 * @throws FeatureError `INVALID_OPTION`, `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`.
 * @see librosa.pyin 0.11.0; the README says how closely. Mauch and Dixon 2014.
 * @example
 * const a440 = Float32Array.from({ length: 22050 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 22050));
 * const { f0, voicedFlag } = pyin({ samples: a440, sampleRate: 22050 }, { fmin: 65.4, fmax: 2093 });
 * [f0.data[20], voicedFlag.data[20]]; // [439.96, 1]: the pitch bin nearest to 440
 */
export function pyin(clip: AudioClip, options: PyinOptions): PitchTrack {
  const frames = pitchFrames('pyin', clip, options);
  const { rows, minPeriod } = frames;
  const { sampleRate } = clip;
  const { fmin, fillNa = 0 } = options;
  const { bins, binsPerOctave, transitions, prior } = pitchModel(sampleRate, frames.hopLength, options);

  const voiced = new Float64Array(rows * bins);
  const unvoiced = new Float64Array(rows);
  const voicedProb = new Float32Array(rows);
  normalizedDifference(frames, (difference, row) => {
    const observed = voiced.subarray(row * bins, (row + 1) * bins);
    for (const { place, probability } of prior(difference)) {
      const candidate = sampleRate / (minPeriod + place + parabolicShift(difference, place));
      const bin = Math.max(0, roundHalfToEven(binsPerOctave * Math.log2(candidate / fmin)));
      // Of two troughs in a bin the later one counts; one above the last bin counts as no pitch.
      if (bin < bins) observed[bin] = probability;
    }
    const sum = observed.reduce((total, probability) => total + probability, 0);
    const share = Math.min(1, Math.max(0, sum));
    voicedProb[row] = share;
    unvoiced[row] = (1 - share) / bins;
  });

  const states = decodePitch(voiced, unvoiced, transitions);
  const voicedFlag = Float32Array.from(states, (state) => (state < bins ? 1 : 0));
  const f0 = Float32Array.from(states, (state, row) =>
    voicedFlag[row] === 1 || fillNa === null ? fmin * 2 ** ((state % bins) / binsPerOctave) : fillNa,
  );
  const column = (data: Float32Array): Matrix => ({ data, rows, cols: 1 });
  return { f0: column(f0), voicedFlag: column(voicedFlag), voicedProb: column(voicedProb) };
}

/** The options checked, and what is made from them once: pitch bins, how they follow each other, how troughs are weighed. */
function pitchModel(sampleRate: number, hopLength: number, options: PyinOptions) {
  const { fmin, fmax, resolution = 0.1, maxTransitionRate = 35.92, switchProb = 0.01, noTroughProb = 0.01 } = options;
  const { nThresholds = 100, betaParameters = [2, 18], boltzmannParameter = 2, fillNa = 0 } = options;
  checkBetween('pyin', 'resolution', resolution, 0, 1);
  checkPositive('pyin', 'maxTransitionRate', maxTransitionRate);
  checkPositive('pyin', 'boltzmannParameter', boltzmannParameter);
  checkPositiveInteger('pyin', 'nThresholds', nThresholds);
  for (const parameter of betaParameters) checkPositive('pyin', 'betaParameters', parameter);
  for (const [name, value] of Object.entries({ switchProb, noTroughProb })) {
    if (!(value >= 0 && value <= 1)) {
      throw new FeatureError('INVALID_OPTION', `pyin: ${name} must lie in [0, 1], received ${value}`);
    }
  }
  if (fillNa !== null && !Number.isFinite(fillNa)) {
    throw new FeatureError('INVALID_OPTION', `pyin: fillNa must be a finite number or null, received ${fillNa}`);
  }
  const binsPerSemitone = Math.ceil(1 / resolution);
  const binsPerOctave = 12 * binsPerSemitone;
  const bins = Math.floor(binsPerOctave * Math.log2(fmax / fmin)) + 1;
  const semitones = roundHalfToEven((maxTransitionRate * 12 * hopLength) / sampleRate);
  const width = semitones * binsPerSemitone + 1;
  if (bins < 2 || width > bins) {
    throw new FeatureError(
      'INVALID_OPTION',
      `pyin: from fmin to fmax there are ${bins} pitch bins, and between two frames the pitch may cross ${width}; expected at least 2, and as many as it may cross: raise fmax, or lower hopLength = ${hopLength} or maxTransitionRate = ${maxTransitionRate}`,
    );
  }
  const transitions = pitchTransitions(bins, width, switchProb);
  const prior = createTroughPrior({ nThresholds, betaParameters, boltzmannParameter, noTroughProb });
  return { bins, binsPerOctave, transitions, prior };
}
