import type { Rng } from '@ser/random';
import { type Delivery, limited } from './delivery';
import { amplitude, cosTurns, exp } from './exactMath';
import { type GlottalPulse, glottalPulse } from './glottalPulse';
import type { Score } from './score';
import type { Speaker } from './speaker';

const SAMPLE_RATE = 48000;
/** Samples a step of the score: 1 ms. */
const STEP = SAMPLE_RATE / 1000;
/** Bandwidths of the first three formants of a middling voice, in Hz. */
const BANDWIDTHS = [90, 110, 170] as const;
/** Formants above the third stand still: every 1,000 Hz for a tract of 17.5 cm, broader and broader. */
const UPPER_FORMANTS = [3500, 4500, 5500, 6500, 7500, 8500, 9500, 10500, 11500, 12500, 13500] as const;
const FORMANTS = BANDWIDTHS.length + UPPER_FORMANTS.length;
/** In front of a mouth high frequencies are louder, as the head shadows the rest (Flanagan 1960, JASA 32): factor, and corner in Hz. */
const BAFFLE = 2.5;
const BAFFLE_CORNER = 900;
/** Noise of a fricative against the voice's excitation, and how it grows with effort, in dB a dB. */
const FRICATION = 4;
const FRICATION_EFFORT = 0.35;
/** Shapes of the pulse are kept apart by this step of Rd, so that a clip needs few of them. */
const RD_STEP = 0.02;

/**
 * Renders a score with a cascade formant synthesizer: Liljencrants-Fant pulses with jitter and shimmer, breath noise that
 * follows the opening of the glottis, two-pole resonators, and a noise branch for bursts and fricatives. Not yet brought to a
 * level.
 *
 * @see Klatt & Klatt 1990, "Analysis, synthesis, and perception of voice quality variations among female and male talkers"
 * (JASA 87), for the synthesizer; `glottalPulse` for the source
 */
export function sing(score: Score, delivery: Delivery, speaker: Speaker, rng: Rng): Float64Array {
  const output = new Float64Array(score.length * STEP);
  const cycles = rng.fork('cycles');
  // Uniform noise in [-b, b] has an RMS of b / sqrt(3).
  const breath = Math.sqrt(3) * amplitude(delivery.aspiration + speaker.aspiration);
  const jitter = delivery.jitter / 100;
  const shimmer = delivery.shimmer / 100;
  const friction = FRICATION * amplitude(FRICATION_EFFORT * delivery.level);
  const pulses = new Map<number, GlottalPulse>();
  const pulseOf = (rd: number) => {
    const step = Math.round(Math.max(0.3, Math.min(2.7, rd)) / RD_STEP);
    const known = pulses.get(step) ?? glottalPulse(step * RD_STEP);
    pulses.set(step, known);
    return known;
  };
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
    tune(BANDWIDTHS.length + index, centre, (130 + 70 * index) * speaker.bandwidth);
  });

  let phase = 0;
  let stretch = 1;
  let loudness = 1;
  let pulse = pulseOf(score.rd[0]!);
  // The open phase is the imaginary part of a number that turns and grows; the return phase is one that decays.
  let re = 1;
  let im = 0;
  let decay = 0;
  let isOpen = true;
  const shadow = 1 - exp((-2 * Math.PI * BAFFLE_CORNER) / SAMPLE_RATE);
  let low = 0;
  let noise1 = 0;
  let noise2 = 0;
  for (let step = 0; step < score.length; step++) {
    // High voices have wider formants (Hawks & Miller 1995, JASA 97), or single harmonics would blare.
    const height = Math.max(1, 1 + 0.0025 * (score.f0[step]! - 88));
    const damping = score.damping[step]! * speaker.bandwidth * delivery.bandwidth * height;
    for (let k = 0; k < BANDWIDTHS.length; k++) tune(k, score.formants[k]![step]!, BANDWIDTHS[k]! * damping);
    const radius = exp((-Math.PI * score.noiseWidth[step]!) / SAMPLE_RATE);
    const noiseFirst = 2 * radius * cosTurns(score.noiseCentre[step]! / SAMPLE_RATE);
    const noiseSecond = -radius * radius;
    const noiseGain = 1 - radius;
    const voice = score.voice[step]!;
    const aspiration = score.aspiration[step]!;
    const frication = friction * score.frication[step]!;
    const f0 = score.f0[step]! / SAMPLE_RATE;
    let advance = f0 * stretch;
    let growth = exp(pulse.alpha * advance);
    let turnRe = growth * cosTurns(pulse.turns * advance);
    let turnIm = growth * cosTurns(pulse.turns * advance - 0.25);
    let fading = exp(-pulse.epsilon * advance);
    const start = step * STEP;
    for (let n = start; n < start + STEP; n++) {
      phase += advance;
      if (phase >= 1) {
        phase -= 1;
        stretch = 1 + jitter * limited(cycles);
        loudness = 1 + shimmer * limited(cycles);
        pulse = pulseOf(score.rd[step]! * cycles.uniform(0.96, 1.04));
        advance = f0 * stretch;
        growth = exp(pulse.alpha * advance);
        turnRe = growth * cosTurns(pulse.turns * advance);
        turnIm = growth * cosTurns(pulse.turns * advance - 0.25);
        fading = exp(-pulse.epsilon * advance);
        isOpen = true;
        const grown = exp(pulse.alpha * phase);
        re = grown * cosTurns(pulse.turns * phase);
        im = grown * cosTurns(pulse.turns * phase - 0.25);
      } else if (isOpen && phase >= pulse.te) {
        isOpen = false;
        decay = exp(-pulse.epsilon * (phase - pulse.te));
      } else if (isOpen) {
        const turned = re * turnRe - im * turnIm;
        im = re * turnIm + im * turnRe;
        re = turned;
      } else {
        decay *= fading;
      }
      const excitation = isOpen ? pulse.gain * im : -pulse.returnGain * (decay - pulse.rest);
      noiseState ^= noiseState << 13;
      noiseState ^= noiseState >>> 17;
      noiseState ^= noiseState << 5;
      const noise = noiseState * 4.656612873077393e-10; // 2^-31: [-1, 1)
      low += shadow * (excitation - low);
      const radiated = low + BAFFLE * (excitation - low);
      const leak = isOpen ? 1 : 0.35;
      let x = voice * (loudness * radiated + breath * leak * noise) + 0.3 * aspiration * noise;
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
