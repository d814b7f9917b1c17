import type { AudioClip } from '@ser/dsp';
import { createRng, type Rng } from '@ser/random';
import { CorpusError } from './errors';
import { parseRavdessName, type RavdessName } from './parseRavdessName';
import { deliver } from './synthesis/emotions';
import { amplitude } from './synthesis/exactMath';
import { STATEMENTS } from './synthesis/phones';
import { writeScore } from './synthesis/score';
import { sing } from './synthesis/sing';
import { createSpeaker } from './synthesis/speaker';

const SAMPLE_RATE = 48000;
const SHORTEST = 3 * SAMPLE_RATE;
const LONGEST = 4.5 * SAMPLE_RATE;

export interface RenderSyntheticOptions {
  readonly seed: number;
  /** A RAVDESS speech id, `03-01-05-01-02-01-12`. */
  readonly id: string;
}

/**
 * Renders one clip of the synthetic corpus: a source-filter voice, 3 to 4.5 s at 48 kHz with near-silence before and
 * after, as RAVDESS has it, its samples multiples of 1/32768.
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
  const rng = createRng(`@ser/corpora synthetic 1, seed ${seed}`).fork(name.id);
  const delivery = vary(deliver(name.emotion, amountOf(name, speaker.expressiveness, rng)), rng.fork('delivery'));
  const score = writeScore(STATEMENTS[name.statement], delivery, speaker, rng.fork('score'));
  const speech = sing(score, delivery, speaker, rng.fork('voice'));
  toLevel(speech, delivery.level + speaker.level);
  return { samples: embed(speech, delivery.breath, rng.fork('surroundings')), sampleRate: SAMPLE_RATE };
}

function amountOf(name: RavdessName, expressiveness: number, rng: Rng): number {
  const intended = name.intensity === 'strong' ? 1.45 : 0.95;
  return intended * expressiveness * rng.fork('amount').uniform(0.75, 1.25);
}

/** No two readings are alike: every trait wanders by about a fifth of what lies between two emotions. */
function vary<
  T extends { pitch: number; range: number; slope: number; duration: number; level: number; brightness: number },
>(delivery: T, rng: Rng): T {
  const limited = () => Math.max(-2, Math.min(2, rng.normal()));
  return {
    ...delivery,
    pitch: delivery.pitch + 0.9 * limited(),
    range: delivery.range * (1 + 0.2 * limited()),
    slope: delivery.slope + 0.8 * limited(),
    duration: delivery.duration * (1 + 0.05 * limited()),
    level: delivery.level + 1.8 * limited(),
    brightness: delivery.brightness + 0.2 * limited(),
  };
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
function embed(speech: Float64Array, breath: number, rng: Rng): Float32Array {
  const before = Math.round(rng.uniform(0.85, 1.15) * SAMPLE_RATE);
  const after = Math.round(rng.uniform(0.9, 1.3) * SAMPLE_RATE);
  const length = Math.max(SHORTEST, Math.min(LONGEST, before + speech.length + after));
  const samples = new Float32Array(length);
  const floor = amplitude(rng.uniform(-84, -76));
  // Breathing in before speaking: a band of noise that swells and goes, more where the voice is breathy.
  const inhale = floor * rng.uniform(0, 40) * Math.min(0.2, breath);
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
