import type { AudioClip, Matrix } from '@ser/dsp';

/** The input as it is, in memory of its own: what comes out of an augmentation may be written to. */
export function copyInput<T>(input: T): T {
  const { samples, data } = input as Partial<AudioClip & Matrix>;
  return { ...input, ...(samples ? { samples: samples.slice() } : {}), ...(data ? { data: data.slice() } : {}) };
}
