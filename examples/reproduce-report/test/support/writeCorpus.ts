// node writeCorpus.ts FOLDER OPTIONS: writes made-up voices as WAV files named as RAVDESS names its clips, for `--data`.
// A program of its own, since the synthesizer's arithmetic is seven times slower inside Jest's sandbox.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio-io';
import { type RenderSyntheticOptions, renderSynthetic, synthetic } from '@ser/corpora';

const [folder, options] = process.argv.slice(2) as [string, string];
mkdirSync(folder, { recursive: true });
for (const { id, source } of synthetic(JSON.parse(options)).rows) {
  if (source.kind !== 'generated') throw new Error(`${id} is not generated`);
  const clip = renderSynthetic(source.options as RenderSyntheticOptions);
  writeFileSync(join(folder, `${id}.wav`), encodeWav(clip));
}
