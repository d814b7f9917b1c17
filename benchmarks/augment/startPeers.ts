import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio-io';
import { type Calculator, startCalculator } from '../features/calculator';
import { pythonEnvironment } from '../features/peers';
import { cacheFolder } from '../training/cacheFolder';
import { findPython } from '../training/findPython';
import { peers } from './peers';
import { readClip } from './readClip';
import { type CaseName, prepare, sounds } from './settings';

/** Starts the calculator of audiomentations and librosa on this clip; rejects with a sentence where Python has not both. */
export async function startPeers(path: string): Promise<Calculator> {
  const program = findPython('librosa', 'audiomentations');
  const folder = cacheFolder('sounds');
  const paths = Object.entries(sounds).map(([name, sound]) => {
    const file = join(folder, `${name}.wav`);
    writeFileSync(file, encodeWav(sound, { bitDepth: 32 }));
    return [name, file];
  });
  const clip = readClip(path);
  const drawn = Object.keys(peers).map((name) => [name, prepare(name as CaseName, clip, noMatrix).drawn]);
  return startCalculator(
    { program, args: [fileURLToPath(new URL('./python/peers.py', import.meta.url))], env: pythonEnvironment },
    { clip: path, sounds: Object.fromEntries(paths), drawn: Object.fromEntries(drawn) },
  );
}

function noMatrix(): never {
  throw new Error('no peer has augmentations of spectrograms');
}
