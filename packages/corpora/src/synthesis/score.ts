import type { Rng } from '@ser/random';
import { type Delivery, limited } from './delivery';
import { amplitude } from './exactMath';
import { writeIntonation } from './intonation';
import { type Segment, silence } from './phones';
import type { Speaker } from './speaker';

/** What the voice is to do, millisecond by millisecond. */
export interface Score {
  /** In ms: the length of every track. */
  readonly length: number;
  /** In Hz. */
  readonly f0: Float64Array;
  /** Shape of the glottal pulse. */
  readonly rd: Float64Array;
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
const RELEASE_GLIDE = 45;
const BURST_GLIDE = 8;
/** How far level falls along an utterance, in dB, as the lungs empty. */
const DECLINATION = 4.5;
/** The vowel in the middle of the vowel space, a tract of 17.5 cm at rest, in Hz. */
const SCHWA = [500, 1500, 2500] as const;

/** Lays the phrases out in time and writes down every parameter's track. */
export function writeScore(
  phrases: readonly (readonly Segment[])[],
  delivery: Delivery,
  speaker: Speaker,
  rng: Rng,
): Score {
  const timing = rng.fork('timing');
  const targets = rng.fork('targets');
  const spoken = phrases.flatMap((phrase, index) => {
    const segments = phrase.map((segment) => pronounce(segment, delivery, speaker, timing, targets));
    return index === 0 || delivery.pause < 5 ? segments : [silence(delivery.pause, segments[0]!.formants), ...segments];
  });
  const starts: number[] = [];
  let end = 0;
  for (const segment of spoken) {
    starts.push(end);
    end += segment.duration;
  }
  const length = Math.ceil(end) + 60;
  const { f0, accent } = writeIntonation(spoken, starts, end, length, delivery, speaker.f0, rng.fork('intonation'));
  const track = () => new Float64Array(length);
  const score = {
    length,
    f0,
    rd: track(),
    formants: [track(), track(), track()] as const,
    damping: track(),
    voice: track(),
    aspiration: track(),
    frication: track(),
    noiseCentre: track(),
    noiseWidth: track(),
  };
  const around = (index: number) => spoken[index] ?? silence(1000, spoken.at(index < 0 ? 0 : -1)!.formants);
  let index = 0;
  for (let t = 0; t < length; t++) {
    while (index < spoken.length && t >= starts[index]! + spoken[index]!.duration) index++;
    const [before, current, after] = [around(index - 1), around(index), around(index + 1)];
    const sinceStart = t - (starts[index] ?? end);
    const tillEnd = current.duration - sinceStart;
    const blend = (pick: (segment: Segment) => number, rising: number, falling = rising) => {
      const here = pick(current);
      const into = glide(before, current, pick(before) < here ? rising : falling);
      const out = glide(current, after, here < pick(after) ? rising : falling);
      if (sinceStart < into) return mixSmoothly(pick(before), here, 0.5 + sinceStart / into / 2);
      if (tillEnd < out) return mixSmoothly(here, pick(after), 0.5 - tillEnd / out / 2);
      return here;
    };
    const way = Math.min(1, t / end);
    const loudness = amplitude(delivery.levelAccent * (accent[t]! - 0.5) - DECLINATION * way);
    // Stress tenses the voice, and towards the end it slackens.
    score.rd[t] = delivery.rd * Math.max(0.5, 1.05 - 0.2 * accent[t]! + 0.25 * way * way);
    score.formants.forEach((formant, number) => {
      formant[t] = blend((segment) => segment.formants[number]!, FORMANT_GLIDE);
    });
    score.damping[t] = blend((segment) => segment.damping, FORMANT_GLIDE);
    score.voice[t] = loudness * blend((segment) => segment.voice, delivery.attack, RELEASE_GLIDE);
    score.aspiration[t] = loudness * blend((segment) => segment.aspiration, RELEASE_GLIDE);
    score.frication[t] =
      loudness * blend((segment) => segment.frication, current.duration < 20 ? BURST_GLIDE : RELEASE_GLIDE);
    score.noiseCentre[t] = current.noiseCentre * (0.5 + 0.5 * speaker.tract);
    score.noiseWidth[t] = current.noiseWidth;
  }
  return score;
}

/** A segment as this speaker says it now: its length, and formants that reach their targets more or less. */
function pronounce(segment: Segment, delivery: Delivery, speaker: Speaker, timing: Rng, targets: Rng): Segment {
  const isVowel = segment.voice >= 0.7;
  // Vowels carry most of a change of tempo; bursts and closures little.
  const tempo = 1 + (isVowel ? 1 : 0.6) * (delivery.duration * speaker.duration - 1);
  const stretch = tempo * (1 + 0.08 * limited(timing)) * (1 + 0.03 * segment.accent * (delivery.f0Range - 3));
  const scale = speaker.tract * delivery.tract;
  const reach = isVowel ? delivery.articulation : 1;
  const formant = (number: 0 | 1 | 2) => {
    const centre = SCHWA[number];
    const target = centre + reach * (segment.formants[number] - centre);
    return target * scale * (number === 0 ? delivery.f1 : 1) * (1 + 0.02 * limited(targets));
  };
  return {
    ...segment,
    duration: Math.max(6, segment.duration * stretch),
    formants: [formant(0), formant(1), formant(2)],
  };
}

/** Half of the glide between two segments, in ms: neither gives away more than nine tenths of itself. */
function glide(from: Segment, to: Segment, longest: number): number {
  return Math.min(longest, 0.9 * Math.min(from.duration, to.duration)) / 2;
}

function mixSmoothly(from: number, to: number, way: number): number {
  return from + (to - from) * way * way * (3 - 2 * way);
}
