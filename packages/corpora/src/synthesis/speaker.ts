import { createRng } from '@ser/random';
import { exp2 } from './exactMath';

/** What stays the same in all clips of one speaker. */
export interface Speaker {
  /** Mean fundamental frequency of neutral speech, in Hz. */
  readonly f0: number;
  /** Factor on the formants of a 17.5 cm vocal tract. */
  readonly tract: number;
  /** Factor on durations. */
  readonly duration: number;
  /** Factor on the glottal pulse's Rd. */
  readonly rd: number;
  /** Breath noise, in dB. */
  readonly aspiration: number;
  /** Factor on the formants' bandwidths. */
  readonly bandwidth: number;
  /** How far this speaker goes in an emotion, as a factor. */
  readonly expressiveness: number;
  /** Level, in dB. */
  readonly level: number;
}

/** What every stream of random numbers of a corpus begins with; its number goes up when the voices change. */
export function corpusKey(seed: number): string {
  return `@ser/corpora synthetic 2, seed ${seed}`;
}

/**
 * The speaker of a number, odd ones male, always the same for one seed.
 *
 * Women's pitch lies 10 semitones above men's and their vocal tracts are about a sixth shorter (Titze 1989, "Physiologic and
 * acoustic differences between male and female voices", JASA 85; Peterson & Barney 1952); their glottis closes less
 * completely, which gives more breath noise and wider first formants (Klatt & Klatt 1990; Hanson 1997, JASA 101).
 */
export function createSpeaker(seed: number, number: string, sex: 'male' | 'female'): Speaker {
  const rng = createRng(corpusKey(seed)).fork(`speaker ${number}`);
  const isMale = sex === 'male';
  return {
    f0: (isMale ? 114 : 205) * exp2(rng.uniform(-3, 3) / 12),
    tract: (isMale ? 1 : 1.16) * rng.uniform(0.94, 1.06),
    duration: rng.uniform(0.96, 1.18),
    rd: rng.uniform(0.85, 1.15) * (isMale ? 1 : 1.08),
    aspiration: rng.uniform(-2, 2) + (isMale ? 0 : 2),
    bandwidth: rng.uniform(0.85, 1.2) * (isMale ? 1 : 1.1),
    expressiveness: rng.uniform(0.85, 1.2),
    level: rng.uniform(-3.5, 3.5),
  };
}
