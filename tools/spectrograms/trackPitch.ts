import { createRfft } from '@ser/dsp';

/** A pitch track: one value a frame. */
export interface PitchTrack {
  /** Frames a second. */
  readonly frameRate: number;
  /** In Hz; 0 where the frame is unvoiced. */
  readonly f0: Float64Array;
  /** Harmonics-to-noise ratio in dB; 0 where the frame is unvoiced. */
  readonly hnr: Float64Array;
}

interface Candidate {
  readonly f0: number;
  readonly strength: number;
}

const FLOOR = 65;
const CEILING = 700;
const HOP_SECONDS = 0.01;
const MAX_CANDIDATES = 8;
// Praat's defaults for "To Pitch (ac)".
const SILENCE_THRESHOLD = 0.03;
const VOICING_THRESHOLD = 0.45;
const OCTAVE_COST = 0.01;
const OCTAVE_JUMP_COST = 0.35;
const VOICED_UNVOICED_COST = 0.14;

/**
 * Fundamental frequency and harmonicity by autocorrelation: of each Hann window of three periods of 65 Hz, divided by the
 * window's own autocorrelation, its maxima are candidates, and the cheapest path through them is the track.
 *
 * @param samples mono, at 8 to 24 kHz (what lies above 4 kHz says nothing about pitch)
 * @see Boersma 1993, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a
 * sampled sound" (Proc. Inst. Phonetic Sciences 17), with the costs of Praat's `To Pitch (ac)`
 */
export function trackPitch(samples: Float32Array, sampleRate: number): PitchTrack {
  const windowLength = Math.round((3 * sampleRate) / FLOOR);
  const longestLag = Math.ceil(sampleRate / FLOOR);
  const hop = Math.round(HOP_SECONDS * sampleRate);
  let size = 2;
  while (size < windowLength + longestLag) size *= 2;
  const plan = createRfft(size);
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  const correlate = (input: Float64Array): Float64Array => {
    plan.forward(input, re, im);
    for (let k = 0; k < plan.bins; k++) {
      re[k] = re[k]! * re[k]! + im[k]! * im[k]!;
      im[k] = 0;
    }
    const output = new Float64Array(size);
    plan.inverse(re, im, output);
    return output;
  };
  const hann = Float64Array.from(
    { length: windowLength },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowLength),
  );
  const padded = new Float64Array(size);
  padded.set(hann);
  const ofWindow = correlate(padded);

  const globalPeak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const count = Math.max(0, Math.floor((samples.length - windowLength) / hop) + 1);
  const frames: Candidate[][] = [];
  for (let frame = 0; frame < count; frame++) {
    const start = frame * hop;
    let mean = 0;
    for (let i = 0; i < windowLength; i++) mean += samples[start + i]!;
    mean /= windowLength;
    let peak = 0;
    for (let i = 0; i < windowLength; i++) {
      const value = samples[start + i]! - mean;
      if (value > peak) peak = value;
      else if (-value > peak) peak = -value;
      padded[i] = value * hann[i]!;
    }
    const quiet =
      globalPeak === 0 ? 2 : Math.max(0, 2 - (peak / globalPeak) * ((1 + VOICING_THRESHOLD) / SILENCE_THRESHOLD));
    const unvoiced = { f0: 0, strength: VOICING_THRESHOLD + quiet };
    // No correlation exceeds 1: where silence is stronger than that there is nothing to look for.
    frames.push(
      unvoiced.strength > 1
        ? [unvoiced]
        : [unvoiced, ...voicedCandidates(correlate(padded), ofWindow, longestLag, sampleRate)],
    );
  }
  return cheapestPath(frames, hop / sampleRate);
}

/** The strongest maxima of the normalised autocorrelation. */
function voicedCandidates(
  correlation: Float64Array,
  ofWindow: Float64Array,
  longestLag: number,
  sampleRate: number,
): Candidate[] {
  const voiced: Candidate[] = [];
  const at = (lag: number) => (correlation[lag]! * ofWindow[0]!) / (correlation[0]! * ofWindow[lag]!);
  for (let lag = Math.floor(sampleRate / CEILING); lag < longestLag; lag++) {
    const [left, here, right] = [at(lag - 1), at(lag), at(lag + 1)];
    if (here < 0.5 * VOICING_THRESHOLD || here < left || here < right) continue;
    const bend = left - 2 * here + right;
    const shift = bend === 0 ? 0 : (0.5 * (left - right)) / bend;
    const height = here - 0.25 * (left - right) * shift;
    // A noiseless sine could come out a little above 1.
    voiced.push({ f0: sampleRate / (lag + shift), strength: height > 1 ? 1 / height : height });
  }
  return voiced.sort((a, b) => localScore(b) - localScore(a)).slice(0, MAX_CANDIDATES);
}

/** Higher candidates are a little preferred: every multiple of a period is one too. */
function localScore({ f0, strength }: Candidate): number {
  return f0 === 0 ? strength : strength - OCTAVE_COST * Math.log2(FLOOR / f0);
}

function cheapestPath(frames: readonly Candidate[][], hopSeconds: number): PitchTrack {
  const f0 = new Float64Array(frames.length);
  const hnr = new Float64Array(frames.length);
  const track = { frameRate: 1 / hopSeconds, f0, hnr };
  const scale = 0.01 / hopSeconds;
  const origins: number[][] = [];
  let scores: number[] = [];
  for (const [index, candidates] of frames.entries()) {
    const before = frames[index - 1];
    const origin: number[] = [];
    scores = candidates.map((candidate) => {
      if (before === undefined) return localScore(candidate);
      let best = Number.NEGATIVE_INFINITY;
      let from = 0;
      for (const [k, other] of before.entries()) {
        const score = scores[k]! - scale * transition(other, candidate);
        if (score > best) [best, from] = [score, k];
      }
      origin.push(from);
      return best + localScore(candidate);
    });
    origins.push(origin);
  }
  let choice = scores.indexOf(Math.max(...scores));
  for (let index = frames.length - 1; index >= 0; index--) {
    const candidate = frames[index]![choice]!;
    f0[index] = candidate.f0;
    const strength = Math.min(0.99999, candidate.strength);
    hnr[index] = candidate.f0 === 0 ? 0 : 10 * Math.log10(strength / (1 - strength));
    choice = origins[index]![choice] ?? 0;
  }
  return track;
}

function transition(from: Candidate, to: Candidate): number {
  if (from.f0 === 0 && to.f0 === 0) return 0;
  if (from.f0 === 0 || to.f0 === 0) return VOICED_UNVOICED_COST;
  return OCTAVE_JUMP_COST * Math.abs(Math.log2(from.f0 / to.f0));
}
