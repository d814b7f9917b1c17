import type { AudioClip } from '@ser/dsp';

/** The classes of the tests' recognizers, a pitch in Hz each: no emotion, and no download. */
export const pitches = { low: 220, middle: 660, high: 1760 } as const;
export const labels = Object.keys(pitches) as (keyof typeof pitches)[];

/** A tone of a class with some hiss, drawn from `seed` by a small generator. */
export function tone(label: keyof typeof pitches, seconds: number, sampleRate = 22_050, seed = 1): AudioClip {
  let state = seed >>> 0;
  const samples = Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const hiss = state / 2 ** 31 - 1;
    return 0.3 * Math.sin((2 * Math.PI * pitches[label] * n) / sampleRate) + 0.02 * hiss;
  });
  return { samples, sampleRate };
}

/** Tones one after another. */
export function melody(notes: readonly (keyof typeof pitches)[], seconds: number, sampleRate = 22_050): AudioClip {
  const clips = notes.map((label, index) => tone(label, seconds, sampleRate, index + 1).samples);
  const samples = new Float32Array(clips.reduce((sum, { length }) => sum + length, 0));
  clips.reduce((at, clip) => {
    samples.set(clip, at);
    return at + clip.length;
  }, 0);
  return { samples, sampleRate };
}
