import type { Rng } from '@ser/random';
import type { Delivery } from './delivery';
import { cosTurns, exp2 } from './exactMath';
import type { Segment } from './phones';

export interface Intonation {
  /** Fundamental frequency, in Hz, millisecond by millisecond. */
  readonly f0: Float64Array;
  /** How accented each millisecond is, 0 to about 1. */
  readonly accent: Float64Array;
}

/**
 * Writes pitch as accents on a declining line (the superposition of Fujisaki & Hirose 1984, J. Acoust. Soc. Japan (E) 5), with a
 * final movement, tremor and slow drift. Its mean over what is voiced is `delivery.f0Mean` above the speaker's own.
 *
 * @param starts where each segment begins, in ms
 * @param end where the last one ends, in ms
 * @param length of the tracks, in ms
 * @param speakerF0 in Hz
 */
export function writeIntonation(
  spoken: readonly Segment[],
  starts: readonly number[],
  end: number,
  length: number,
  delivery: Delivery,
  speakerF0: number,
  rng: Rng,
): Intonation {
  const accents = spoken.flatMap((segment, index) =>
    segment.accent === 0
      ? []
      : [
          {
            centre: starts[index]! + segment.duration * rng.uniform(0.3, 0.7),
            width: 110 + segment.duration * rng.uniform(0.8, 1.2),
            height: segment.accent * rng.uniform(0.75, 1.25),
          },
        ],
  );
  const tremorRate = rng.uniform(4.5, 7);
  const driftRate = rng.uniform(0.6, 1.6);
  const phase = rng.uniform();
  const accent = new Float64Array(length);
  const semitones = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    const way = Math.min(1, t / end);
    for (const { centre, width, height } of accents) {
      const u = (t - centre) / width;
      if (u > -1 && u < 1) accent[t] = accent[t]! + height * (1 - u * u) * (1 - u * u);
    }
    const ending = Math.max(0, 4 * way - 3);
    const final = delivery.f0Final * ending * ending;
    const tremor = delivery.tremor * cosTurns((t / 1000) * tremorRate + phase);
    const drift = 0.4 * cosTurns((t / 1000) * driftRate + 2 * phase);
    semitones[t] = delivery.f0Range * accent[t]! + delivery.f0Slope * way + final + tremor + drift;
  }
  let sum = 0;
  let voiced = 0;
  for (const [index, segment] of spoken.entries()) {
    if (segment.voice < 0.4) continue;
    for (let t = Math.round(starts[index]!); t < starts[index]! + segment.duration && t < length; t++) {
      sum += semitones[t]!;
      voiced++;
    }
  }
  const shift = delivery.f0Mean - sum / voiced;
  const f0 = semitones.map((value) => speakerF0 * exp2(Math.max(-14, Math.min(24, value + shift)) / 12));
  return { f0, accent };
}
