import { readFileSync } from 'node:fs';
import type { AudioClip } from '@ser/dsp';
import { SAMPLE_RATE } from './settings';

/** A clip from a file of float32 samples. */
export function readClip(path: string): AudioClip {
  return { samples: new Float32Array(Uint8Array.from(readFileSync(path)).buffer), sampleRate: SAMPLE_RATE };
}
