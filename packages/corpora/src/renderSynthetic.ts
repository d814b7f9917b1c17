import type { AudioClip } from '@ser/dsp';
import { createRng, type Rng } from '@ser/random';
import { CorpusError } from './errors';
import { parseRavdessName } from './parseRavdessName';
import { deliver } from './synthesis/delivery';
import { amplitude } from './synthesis/exactMath';
import { STATEMENTS } from './synthesis/phones';
import { writeScore } from './synthesis/score';
import { sing } from './synthesis/sing';
import { corpusKey, createSpeaker } from './synthesis/speaker';

const SAMPLE_RATE = 48000;
const SHORTEST = 3 * SAMPLE_RATE;
const LONGEST = 5.2 * SAMPLE_RATE;
/** RMS of neutral speech, in dB below full scale: RAVDESS leaves room for shouting. */
const NEUTRAL_LEVEL = -44;

export interface RenderSyntheticOptions {
  readonly seed: number;
  /** A RAVDESS speech id, `03-01-05-01-02-01-12`. */
  readonly id: string;
}

/**
 * Renders one clip of the synthetic corpus: a source-filter voice, 3 to 5.2 s at 48 kHz with near-silence before and
 * after, as RAVDESS has it, its samples multiples of 1/32768. Each emotion follows the acoustic profile that the literature gives
 * it: `synthesis/emotionProfiles.ts` is the table, with its sources.
 *
 * The same seed and id give the same bytes on every engine: only integer operations, + - * / and `Math.sqrt` are used,
 * which the language defines to the bit (own exponential and cosine).
 *
 * @throws {CorpusError} `INVALID_ARGUMENT` (seed), `INVALID_NAME` (id)
 * @example
 * const clip = renderSynthetic({ seed: 0, id: '03-01-05-02-01-01-01' }); // an angry man
 */
export function renderSynthetic({ seed, id }: RenderSyntheticOptions): AudioClip {
  if (!Number.isSafeInteger(seed)) {
    throw new CorpusError('INVALID_ARGUMENT', `renderSynthetic: seed is ${seed}; a whole number was expected`);
  }
  const name = parseRavdessName(id);
  const speaker = createSpeaker(seed, name.actor, name.sex);
  const rng = createRng(corpusKey(seed)).fork(name.id);
  const delivery = deliver(seed, name, speaker, rng.fork('delivery'));
  const score = writeScore(STATEMENTS[name.statement], delivery, speaker, rng.fork('score'));
  const speech = sing(score, delivery, speaker, rng.fork('voice'));
  toLevel(speech, NEUTRAL_LEVEL + delivery.level + speaker.level);
  return { samples: embed(speech, rng.fork('surroundings')), sampleRate: SAMPLE_RATE };
}

/** Scales in place to an RMS in dB below full scale, but never beyond full scale. */
function toLevel(speech: Float64Array, decibels: number): void {
  let energy = 0;
  let peak = 0;
  for (const sample of speech) {
    energy += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const wanted = amplitude(decibels) / Math.sqrt(energy / speech.length);
  const scale = Math.min(wanted, 0.97 / peak);
  for (let i = 0; i < speech.length; i++) speech[i] = speech[i]! * scale;
}

/** Puts the speech between two stretches of room noise, and rounds to 16 bits. */
function embed(speech: Float64Array, rng: Rng): Float32Array {
  const before = Math.round(rng.uniform(0.7, 1.05) * SAMPLE_RATE);
  const after = Math.round(rng.uniform(0.75, 1) * SAMPLE_RATE);
  const length = Math.max(SHORTEST, Math.min(LONGEST, before + speech.length + after));
  const samples = new Float32Array(length);
  const floor = amplitude(rng.uniform(-98, -84));
  // Breathing in before speaking: a band of noise that swells and goes.
  const inhale = floor * rng.uniform(0, 10);
  const inhaleLength = Math.round(rng.uniform(0.25, 0.45) * SAMPLE_RATE);
  const inhaleStart = before - inhaleLength - Math.round(rng.uniform(0.02, 0.12) * SAMPLE_RATE);
  let state = 1 + rng.integer(0x7ffffffe);
  let low = 0;
  let mid = 0;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const noise = state * 4.656612873077393e-10;
    low += 0.05 * (noise - low); // rooms rumble more than they hiss
    mid += 0.3 * (noise - mid);
    const u = (i - inhaleStart) / inhaleLength;
    const swell = u > 0 && u < 1 ? inhale * 16 * u * u * (1 - u) * (1 - u) : 0;
    const spoken = speech[i - before] ?? 0;
    const value = spoken + floor * (2.5 * low + 0.25 * noise) + swell * (mid - low);
    samples[i] = Math.max(-32768, Math.min(32767, Math.round(value * 32768))) / 32768;
  }
  return samples;
}
