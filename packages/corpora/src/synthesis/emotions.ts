import type { Emotion } from '../parseRavdessName';

/** How an emotion moves a speaker's neutral voice. */
export interface Delivery {
  /** Shift of the base pitch, in semitones. */
  readonly pitch: number;
  /** Height of the accents, in semitones. */
  readonly range: number;
  /** Pitch from the first to the last moment, in semitones. */
  readonly slope: number;
  /** Movement in the last quarter, in semitones: up asks, down states. */
  readonly final: number;
  /** Factor on durations. */
  readonly duration: number;
  /** Level of the speech, in dB below full scale (RMS). */
  readonly level: number;
  /** Part of the cycle in which the glottis is open, 0.3 (pressed) to 0.85 (lax). */
  readonly openQuotient: number;
  /** Corner of the source's low pass, in octaves from 3 kHz: lower is softer. */
  readonly brightness: number;
  /** Breath noise against the voice. */
  readonly breath: number;
  /** Irregularity of the cycles, as a fraction of period and of amplitude. */
  readonly jitter: number;
  readonly shimmer: number;
  /** Depth of the trembling of pitch, in semitones. */
  readonly tremor: number;
  /** Factor on the formants: smiling shortens the tract, rounding lengthens it. */
  readonly tract: number;
}

/** The common centre; a clip's intensity scales the way from it to the emotion. */
export const NEUTRAL: Delivery = {
  pitch: 0,
  range: 3,
  slope: -2.5,
  final: -2,
  duration: 1,
  level: -36,
  openQuotient: 0.6,
  brightness: 0,
  breath: 0.05,
  jitter: 0.008,
  shimmer: 0.03,
  tremor: 0.1,
  tract: 1,
};

// Directions after Scherer 2003, Juslin & Laukka 2003.
export const DELIVERIES: Readonly<Record<Emotion, Delivery>> = {
  neutral: NEUTRAL,
  calm: {
    ...NEUTRAL,
    pitch: -0.8,
    range: 2.2,
    slope: -2,
    final: -1.5,
    duration: 1.14,
    level: -39,
    openQuotient: 0.68,
    brightness: -0.5,
    breath: 0.09,
  },
  happy: {
    ...NEUTRAL,
    pitch: 4.5,
    range: 6.5,
    slope: -1,
    final: 0.5,
    duration: 0.97,
    level: -31,
    openQuotient: 0.55,
    brightness: 0.5,
    tract: 1.045,
    tremor: 0.2,
  },
  sad: {
    ...NEUTRAL,
    pitch: 1.2,
    range: 1.6,
    slope: -3.5,
    final: -2.5,
    duration: 1.22,
    level: -39,
    openQuotient: 0.74,
    brightness: -0.9,
    breath: 0.17,
    jitter: 0.014,
    shimmer: 0.06,
    tremor: 0.5,
    tract: 0.985,
  },
  angry: {
    ...NEUTRAL,
    pitch: 4.2,
    range: 7,
    slope: -4,
    final: -4.5,
    duration: 0.98,
    level: -25,
    openQuotient: 0.42,
    brightness: 1.2,
    breath: 0.03,
    jitter: 0.018,
    shimmer: 0.07,
    tract: 1.01,
  },
  fearful: {
    ...NEUTRAL,
    pitch: 6,
    range: 3.2,
    slope: -0.5,
    final: 1,
    duration: 0.9,
    level: -31,
    openQuotient: 0.62,
    brightness: 0.2,
    breath: 0.13,
    jitter: 0.022,
    shimmer: 0.09,
    tremor: 0.9,
    tract: 1.02,
  },
  disgust: {
    ...NEUTRAL,
    pitch: -0.6,
    range: 4.6,
    slope: -4.5,
    final: -3.5,
    duration: 1.24,
    level: -35,
    openQuotient: 0.48,
    brightness: 0.2,
    breath: 0.07,
    jitter: 0.026,
    shimmer: 0.1,
    tract: 0.955,
  },
  surprised: {
    ...NEUTRAL,
    pitch: 4.5,
    range: 7,
    slope: 1.5,
    final: 7,
    duration: 0.92,
    level: -32,
    openQuotient: 0.58,
    brightness: 0.3,
    breath: 0.08,
    tract: 1.02,
  },
};

/** The emotion at an intensity, `amount` 1 for normal. */
export function deliver(emotion: Emotion, amount: number): Delivery {
  const target = DELIVERIES[emotion];
  const mix = (key: keyof Delivery) => NEUTRAL[key] + amount * (target[key] - NEUTRAL[key]);
  return {
    pitch: mix('pitch'),
    range: mix('range'),
    slope: mix('slope'),
    final: mix('final'),
    duration: mix('duration'),
    level: mix('level'),
    openQuotient: Math.min(0.85, Math.max(0.32, mix('openQuotient'))),
    brightness: mix('brightness'),
    breath: Math.max(0.015, mix('breath')),
    jitter: Math.max(0.002, mix('jitter')),
    shimmer: Math.max(0.005, mix('shimmer')),
    tremor: Math.max(0, mix('tremor')),
    tract: mix('tract'),
  };
}
