import type { Rng } from '@ser/random';
import type { Delivery } from './emotions';
import { cosTurns, exp2 } from './exactMath';
import type { Segment } from './phones';
import type { Speaker } from './speaker';

/** What the voice is to do, millisecond by millisecond. */
export interface Score {
  /** In ms: the length of every track. */
  readonly length: number;
  /** In Hz. */
  readonly pitch: Float64Array;
  readonly formants: readonly [Float64Array, Float64Array, Float64Array];
  readonly damping: Float64Array;
  readonly voice: Float64Array;
  readonly aspiration: Float64Array;
  readonly frication: Float64Array;
  readonly noiseCentre: Float64Array;
  readonly noiseWidth: Float64Array;
}

/** Longest glides between two targets, in ms: tongue and jaw are slow, the glottis and a burst are quick. */
const FORMANT_GLIDE = 100;
const AMPLITUDE_GLIDE = 30;
const BURST_GLIDE = 8;

/** Lays the segments out in time and writes down every parameter's track. */
export function writeScore(segments: readonly Segment[], delivery: Delivery, speaker: Speaker, rng: Rng): Score {
  const timing = rng.fork('timing');
  const targets = rng.fork('targets');
  const spoken = segments.map((segment) => {
    // Vowels carry most of a change of tempo; bursts and closures little.
    const share = segment.voice >= 0.7 ? 1 : 0.6;
    const tempo = 1 + share * (delivery.duration * speaker.rate - 1);
    const stretch = tempo * (1 + 0.08 * limited(timing)) * (1 + 0.12 * segment.accent * (delivery.range / 5 - 0.6));
    const wander = () => 1 + 0.02 * limited(targets);
    const scale = speaker.tract * delivery.tract;
    return {
      ...segment,
      duration: Math.max(6, segment.duration * stretch),
      formants: segment.formants.map((frequency) => frequency * scale * wander()),
    };
  });
  const starts: number[] = [];
  let end = 0;
  for (const segment of spoken) {
    starts.push(end);
    end += segment.duration;
  }
  const length = Math.ceil(end) + 30;
  const track = () => new Float64Array(length);
  const score = {
    length,
    pitch: writePitch(spoken, starts, end, length, delivery, speaker, rng.fork('pitch')),
    formants: [track(), track(), track()] as const,
    damping: track(),
    voice: track(),
    aspiration: track(),
    frication: track(),
    noiseCentre: track(),
    noiseWidth: track(),
  };
  const silence = { ...spoken.at(-1)!, voice: 0, aspiration: 0, frication: 0 };
  let index = 0;
  for (let t = 0; t < length; t++) {
    while (index + 1 < spoken.length && t >= starts[index + 1]!) index++;
    const isOver = t >= end;
    const current = isOver ? silence : spoken[index]!;
    const before = isOver
      ? spoken.at(-1)!
      : (spoken[index - 1] ?? { ...current, voice: 0, aspiration: 0, frication: 0 });
    const after = isOver ? silence : (spoken[index + 1] ?? silence);
    const sinceStart = t - (isOver ? end : starts[index]!);
    const tillEnd = (isOver ? end + 1000 : starts[index]! + current.duration) - t;
    const blend = (pick: (segment: typeof current) => number, longest: number) => {
      const here = pick(current);
      const into = Math.min(longest, 0.9 * Math.min(before.duration, current.duration)) / 2;
      const out = Math.min(longest, 0.9 * Math.min(after.duration, current.duration)) / 2;
      if (sinceStart < into) return mixSmoothly(pick(before), here, 0.5 + sinceStart / into / 2);
      if (tillEnd < out) return mixSmoothly(here, pick(after), 0.5 - tillEnd / out / 2);
      return here;
    };
    score.formants.forEach((formant, number) => {
      formant[t] = blend((segment) => segment.formants[number]!, FORMANT_GLIDE);
    });
    score.damping[t] = blend((segment) => segment.damping, FORMANT_GLIDE);
    score.voice[t] = blend((segment) => segment.voice, AMPLITUDE_GLIDE);
    score.aspiration[t] = blend((segment) => segment.aspiration, AMPLITUDE_GLIDE);
    score.frication[t] = blend((segment) => segment.frication, current.duration < 20 ? BURST_GLIDE : AMPLITUDE_GLIDE);
    score.noiseCentre[t] = current.noiseCentre * (0.5 + 0.5 * speaker.tract);
    score.noiseWidth[t] = current.noiseWidth;
  }
  return score;
}

function writePitch(
  spoken: readonly { readonly duration: number; readonly accent: number }[],
  starts: readonly number[],
  end: number,
  length: number,
  delivery: Delivery,
  speaker: Speaker,
  rng: Rng,
): Float64Array {
  const accents = spoken.flatMap((segment, index) =>
    segment.accent === 0
      ? []
      : [
          {
            centre: starts[index]! + segment.duration * rng.uniform(0.3, 0.7),
            width: 110 + segment.duration * rng.uniform(0.8, 1.2),
            height: segment.accent * delivery.range * rng.uniform(0.7, 1.3),
          },
        ],
  );
  const tremorRate = rng.uniform(4.5, 7);
  const driftRate = rng.uniform(0.6, 1.6);
  const phase = rng.uniform();
  const final = delivery.final * rng.uniform(0.7, 1.3);
  const pitch = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    const way = Math.min(1, t / end);
    let semitones = delivery.pitch + delivery.slope * (way - 0.5);
    for (const { centre, width, height } of accents) {
      const u = (t - centre) / width;
      if (u > -1 && u < 1) semitones += height * (1 - u * u) * (1 - u * u);
    }
    if (way > 0.75) semitones += final * ((way - 0.75) / 0.25) ** 2;
    semitones += delivery.tremor * cosTurns((t / 1000) * tremorRate + phase);
    semitones += 0.4 * cosTurns((t / 1000) * driftRate + 2 * phase);
    pitch[t] = speaker.pitch * exp2(Math.max(-14, Math.min(20, semitones)) / 12);
  }
  return pitch;
}

function mixSmoothly(from: number, to: number, way: number): number {
  return from + (to - from) * way * way * (3 - 2 * way);
}

/** A normal deviate without its tails. */
function limited(rng: Rng): number {
  return Math.max(-2, Math.min(2, rng.normal()));
}
