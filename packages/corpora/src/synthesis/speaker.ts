import { createRng } from '@ser/random';
import { exp2 } from './exactMath';

/** What stays the same in all clips of one speaker. */
export interface Speaker {
  /** Base pitch in Hz. */
  readonly pitch: number;
  /** Factor on the formants of a 17.5 cm tract. */
  readonly tract: number;
  /** Factor on durations. */
  readonly rate: number;
  /** In octaves, as `Delivery.brightness`. */
  readonly brightness: number;
  readonly breath: number;
  /** How far this speaker goes in an emotion. */
  readonly expressiveness: number;
  /** Bandwidth of the formants, as a factor. */
  readonly bandwidth: number;
  /** Level in dB. */
  readonly level: number;
}

/** The speaker of a number, odd ones male, always the same for one seed. */
export function createSpeaker(seed: number, number: string, sex: 'male' | 'female'): Speaker {
  const rng = createRng(`@ser/corpora synthetic 1, seed ${seed}`).fork(`speaker ${number}`);
  const isMale = sex === 'male';
  return {
    pitch: (isMale ? 112 : 200) * exp2(rng.uniform(-3, 3) / 12),
    tract: (isMale ? 1 : 1.16) * rng.uniform(0.94, 1.06),
    rate: rng.uniform(0.9, 1.12),
    brightness: rng.uniform(-0.3, 0.3),
    breath: rng.uniform(0.8, 1.3) * (isMale ? 1 : 1.3),
    expressiveness: rng.uniform(0.75, 1.2),
    bandwidth: rng.uniform(0.85, 1.25),
    level: rng.uniform(-2.5, 2.5),
  };
}
