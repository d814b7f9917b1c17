import type { Rng } from '@ser/random';
import type { Delivery } from './emotions';
import { cosTurns, exp, exp2 } from './exactMath';
import type { Score } from './score';
import type { Speaker } from './speaker';

const SAMPLE_RATE = 48000;
/** Samples a step of the score: 1 ms. */
const STEP = SAMPLE_RATE / 1000;
/** Bandwidths of the first three formants of a middling voice, in Hz. */
const BANDWIDTHS = [75, 95, 140] as const;
/** Formants above the third stand still: every 1,000 Hz for a tract of 17.5 cm, broader and broader. */
const UPPER_FORMANTS = [3500, 4500, 5500, 6500, 7500, 8500, 9500, 10500, 11500, 12500, 13500] as const;
const FORMANTS = BANDWIDTHS.length + UPPER_FORMANTS.length;

/**
 * Renders a score with a cascade formant synthesizer: KLGLOTT88's glottal pulses with jitter and shimmer and a low pass
 * for their tilt, breath noise that follows the opening of the glottis, two-pole resonators, and a noise branch for
 * bursts and fricatives. Not yet brought to a level.
 *
 * @see Klatt & Klatt 1990, "Analysis, synthesis, and perception of voice quality variations" (JASA 87)
 */
export function sing(score: Score, delivery: Delivery, speaker: Speaker, rng: Rng): Float64Array {
  const output = new Float64Array(score.length * STEP);
  const corner = 3000 * exp2(delivery.brightness + speaker.brightness);
  const tiltGain = 1 - exp((-2 * Math.PI * corner) / SAMPLE_RATE);
  const cycles = rng.fork('cycles');
  const breath = delivery.breath * speaker.breath;
  // xorshift32: noise needs speed and a flat spectrum, not a long period. Integers, so the same on every engine.
  let noiseState = 1 + rng.fork('noise').integer(0x7ffffffe);

  // Resonator k: y[n] = gain x[n] + first y[n-1] + second y[n-2], with gain 1 at 0 Hz.
  const gain = new Float64Array(FORMANTS);
  const first = new Float64Array(FORMANTS);
  const second = new Float64Array(FORMANTS);
  const y1 = new Float64Array(FORMANTS);
  const y2 = new Float64Array(FORMANTS);
  const tune = (k: number, frequency: number, bandwidth: number) => {
    const radius = exp((-Math.PI * bandwidth) / SAMPLE_RATE);
    second[k] = -radius * radius;
    first[k] = 2 * radius * cosTurns(frequency / SAMPLE_RATE);
    gain[k] = 1 - first[k]! - second[k]!;
  };
  UPPER_FORMANTS.forEach((frequency, index) => {
    const centre = Math.min(20000, frequency * speaker.tract);
    tune(BANDWIDTHS.length + index, centre, (160 + 70 * index) * speaker.bandwidth);
  });

  let phase = 0;
  let stretch = 1;
  let loudness = 1;
  let openQuotient = delivery.openQuotient;
  let tilted = 0;
  let noise1 = 0;
  let noise2 = 0;
  for (let step = 0; step < score.length; step++) {
    const damping = score.damping[step]! * speaker.bandwidth;
    for (let k = 0; k < BANDWIDTHS.length; k++) tune(k, score.formants[k]![step]!, BANDWIDTHS[k]! * damping);
    const radius = exp((-Math.PI * score.noiseWidth[step]!) / SAMPLE_RATE);
    const noiseFirst = 2 * radius * cosTurns(score.noiseCentre[step]! / SAMPLE_RATE);
    const noiseSecond = -radius * radius;
    const noiseGain = 1 - radius;
    const voice = score.voice[step]!;
    const aspiration = score.aspiration[step]!;
    const frication = score.frication[step]!;
    const advance = score.pitch[step]! / SAMPLE_RATE;
    const start = step * STEP;
    for (let n = start; n < start + STEP; n++) {
      phase += advance * stretch;
      if (phase >= 1) {
        phase -= 1;
        stretch = 1 + delivery.jitter * Math.max(-2.5, Math.min(2.5, cycles.normal()));
        loudness = 1 + delivery.shimmer * Math.max(-2.5, Math.min(2.5, cycles.normal()));
        openQuotient = delivery.openQuotient * cycles.uniform(0.96, 1.04);
      }
      // Flow p^2 (1 - p) while open, here its derivative (lips radiate the derivative): ends in a jump at closure.
      const p = phase / openQuotient;
      const isOpen = p < 1;
      const pulse = isOpen ? (2 - 3 * p) * p * loudness : 0;
      tilted += tiltGain * (pulse - tilted);
      noiseState ^= noiseState << 13;
      noiseState ^= noiseState >>> 17;
      noiseState ^= noiseState << 5;
      const noise = noiseState * 4.656612873077393e-10; // 2^-31: [-1, 1)
      const leak = isOpen ? 1 : 0.35;
      let x = voice * (tilted + breath * leak * noise) + 0.14 * aspiration * noise;
      for (let k = 0; k < FORMANTS; k++) {
        const y = gain[k]! * x + first[k]! * y1[k]! + second[k]! * y2[k]!;
        y2[k] = y1[k]!;
        y1[k] = y;
        x = y;
      }
      const hiss = noiseGain * noise + noiseFirst * noise1 + noiseSecond * noise2;
      noise2 = noise1;
      noise1 = hiss;
      output[n] = x + frication * hiss;
    }
  }
  return output;
}
