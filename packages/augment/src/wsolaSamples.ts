import { getWindow } from '@ser/dsp';
import { findAttacks } from './findAttacks';

/** Between frames, which are twice as long: the crossfade of 10 ms holds a period of 100 Hz. */
const HOP_SECONDS = 0.01;
/** How late the waveform may be before a jump makes up for it. */
const LATE_SECONDS = 0.004;
/** How far beyond its time a jump may lead; with the above, jumps of 4 to 14 ms hold a period of 71 Hz and any above it. */
const REACH_SECONDS = 0.01;
const ATTACK_SECONDS = 0.002;
/** Hops that a jump waits for an attack to pass. */
const PATIENCE = 4;
/** Samples are compared at this rate at least, and places tried at the second one first: periods and F1 show at those. */
const COMPARED_RATE = 8000;
const COARSE_RATE = 5000;

/**
 * Waveform-similarity overlap-add: `length` samples at `rate` times the tempo, the pitch kept.
 *
 * The output goes on as the input does, so that most of it is a copy: attacks, pulses of the voice and phases stay as they are. Where it
 * has drifted from its time it jumps, by a crossfade, to the other side of its time, to the place whose samples are most like those
 * that would have followed. No jump leaves out or repeats an attack unless one comes every few milliseconds.
 *
 * All decisions are made by sums, products and square roots, so that every engine makes the same ones.
 *
 * @see Verhelst & Roelands 1993, "An overlap-add technique based on waveform similarity (WSOLA)"
 */
export function wsolaSamples(samples: Float32Array, sampleRate: number, rate: number, length: number): Float32Array {
  const hop = Math.max(1, Math.round(HOP_SECONDS * sampleRate));
  const late = Math.round(LATE_SECONDS * sampleRate);
  const reach = Math.round(REACH_SECONDS * sampleRate);
  const stride = Math.max(1, Math.floor(sampleRate / COMPARED_RATE));
  const coarse = Math.max(1, Math.floor(sampleRate / COARSE_RATE));
  const frames = Math.ceil(length / hop) + 1;
  // Zeros on both sides hold every frame that may be tried; sample 0 is the middle of the first.
  const front = hop + reach + coarse;
  const target = (frame: number) => reach + coarse + Math.round(frame * hop * rate);
  const padded = new Float64Array(target(frames) + reach + (PATIENCE + 4) * hop);
  padded.set(samples.subarray(0, padded.length - front), front);

  const block = Math.max(1, Math.round(ATTACK_SECONDS * sampleRate));
  const attacks = findAttacks(samples, block);
  const hasAttack = (from: number, to: number) => {
    for (let i = Math.max(0, Math.floor((from - front) / block)); i * block < to - front; i++)
      if (attacks[i]) return true;
    return false;
  };

  const window = getWindow('hann', 2 * hop);
  const stretched = new Float64Array((frames + 1) * hop);
  let start = target(0);
  for (let frame = 0; frame < frames; frame++) {
    const due = target(frame);
    const next = frame === 0 ? start : start + hop;
    const drift = rate < 1 ? next - due : due - next;
    start = next;
    if (drift > late) {
      const first = rate < 1 ? due - reach : due;
      const near = mostSimilar(padded, next, first, first + reach, coarse, 2 * hop, stride);
      const jump = mostSimilar(padded, next, near - coarse + 1, near + coarse - 1, 1, 2 * hop, stride);
      const mayWait = drift <= late + PATIENCE * hop;
      if (!(mayWait && hasAttack(Math.min(next, jump), Math.max(next, jump) + hop))) start = jump;
    }
    const at = frame * hop;
    for (let i = 0; i < 2 * hop; i++) stretched[at + i]! += window[i]! * padded[start + i]!;
  }
  return new Float32Array(stretched.subarray(hop, hop + length));
}

/** Where from `first` to `last`, in steps, a frame begins that correlates best with the one at `reference`. */
function mostSimilar(
  signal: Float64Array,
  reference: number,
  first: number,
  last: number,
  step: number,
  size: number,
  stride: number,
): number {
  let best = first;
  let bestScore = 0;
  for (let start = first; start <= last; start += step) {
    let product = 0;
    let energy = 0;
    for (let i = 0; i < size; i += stride) {
      const sample = signal[start + i]!;
      product += sample * signal[reference + i]!;
      energy += sample * sample;
    }
    const score = energy > 0 ? product / Math.sqrt(energy) : 0;
    if (score > bestScore) {
      bestScore = score;
      best = start;
    }
  }
  return best;
}
