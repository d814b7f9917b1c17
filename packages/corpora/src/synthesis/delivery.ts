import { createRng, type Rng } from '@ser/random';
import type { RavdessName } from '../parseRavdessName';
import { type EmotionProfile, emotionProfiles } from './emotionProfiles';
import { corpusKey, type Speaker } from './speaker';

/** One reading's profile: the emotion's, as this speaker does it, as it came out this time. */
export type Delivery = Omit<EmotionProfile, 'family'>;

/**
 * Standard deviations of one wandering reading: about half of what RAVDESS' actors show (1 to 2 semitones, 2 to 3 dB), so that
 * a corpus of few speakers can still be learned. A speaker's habit in an emotion wanders half as far again.
 */
const WANDERING = {
  f0Mean: 0.7,
  f0Range: 0.12,
  f0Slope: 0.7,
  f0Final: 0.9,
  duration: 0.035,
  level: 1.1,
  rd: 0.06,
} as const;

/**
 * The delivery of a clip. A speaker's expressiveness scales the way from neutral to the emotion; each speaker has a habit
 * of their own in each emotion, and no two readings are alike.
 */
export function deliver(seed: number, name: RavdessName, speaker: Speaker, rng: Rng): Delivery {
  const target = emotionProfiles[name.emotion][name.intensity];
  const neutral = emotionProfiles.neutral.normal;
  const amount = speaker.expressiveness * rng.uniform(0.92, 1.08);
  const mix = (key: keyof Delivery) => neutral[key] + amount * (target[key] - neutral[key]);
  const habit = createRng(corpusKey(seed)).fork(`speaker ${name.actor}, ${name.emotion}`);
  const wander = (key: keyof typeof WANDERING) => WANDERING[key] * (limited(rng) + 0.5 * limited(habit));
  return {
    f0Mean: mix('f0Mean') + wander('f0Mean'),
    f0Range: mix('f0Range') * (1 + wander('f0Range')),
    f0Slope: mix('f0Slope') + wander('f0Slope'),
    f0Final: mix('f0Final') + wander('f0Final'),
    jitter: Math.max(0.2, mix('jitter')),
    shimmer: Math.max(1, mix('shimmer')),
    tremor: Math.max(0, mix('tremor')),
    duration: mix('duration') * (1 + wander('duration')),
    pause: Math.max(0, mix('pause') * rng.uniform(0.4, 1.6)),
    level: mix('level') + wander('level'),
    levelAccent: mix('levelAccent'),
    attack: Math.max(6, mix('attack')),
    // The formulas of Rd hold from 0.3 to 2.7.
    rd: Math.min(2.5, Math.max(0.32, mix('rd') * speaker.rd * (1 + wander('rd')))),
    aspiration: mix('aspiration'),
    f1: mix('f1'),
    tract: mix('tract'),
    articulation: mix('articulation'),
    bandwidth: mix('bandwidth'),
  };
}

/** A normal deviate without its tails. */
export function limited(rng: Rng): number {
  return Math.max(-2, Math.min(2, rng.normal()));
}
