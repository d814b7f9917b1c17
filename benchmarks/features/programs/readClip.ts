import { readFileSync } from 'node:fs';
import type { ClipFiles, Rate } from '../clipFiles';

/** The files that a program of the benchmark was started with. */
export function clipFiles(): ClipFiles {
  return JSON.parse(process.argv.at(-1) ?? '') as ClipFiles;
}

export function readClip({ raw }: ClipFiles, sampleRate: Rate) {
  return { samples: new Float32Array(Uint8Array.from(readFileSync(raw[sampleRate])).buffer), sampleRate };
}
