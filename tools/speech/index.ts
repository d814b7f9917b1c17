/**
 * Measures the transforms for speech beside librosa's, and draws what they do:
 * `npm run speech -- [--data DIR] [--json FILE] [--picture FILE]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from '@ser/audio-io';
import { type RavdessRow, type RenderSyntheticOptions, ravdess, renderSynthetic, synthetic } from '@ser/corpora';
import type { AudioClip } from '@ser/dsp';
import { speechMarkdown } from './markdown';
import { measureSpeech } from './measures';
import { speechPicture } from './picture';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, json: { type: 'string' }, picture: { type: 'string' } },
});

function write(path: string, text: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}

/** The report's part of a clip at the report's rate. */
const clipOf = ({ source }: RavdessRow): Promise<AudioClip> =>
  load(source.kind === 'file' ? source.path : renderSynthetic(source.options as unknown as RenderSyntheticOptions), {
    offset: 0.4,
    duration: 2.6,
  });

const voices = synthetic({ seed: 0 }).rows;
const { rows } = options.data === undefined ? { rows: voices } : await ravdess(resolve(options.data));
const labels = [...new Set(rows.map(({ label }) => label))];
/** One clip a speaker, each emotion thrice. */
const chosen = rows.filter(
  ({ speaker, label, intensity, statement, repetition }) =>
    label === labels[Number(speaker) % labels.length] && intensity === 'normal' && statement === 1 && repetition === 1,
);
const corpus = options.data === undefined ? 'the synthetic corpus' : 'RAVDESS';
const measures = measureSpeech(corpus, await Promise.all(chosen.map(clipOf)));
console.log(speechMarkdown(measures));
if (options.json !== undefined) write(options.json, `${JSON.stringify(measures, null, 2)}\n`);
if (options.picture !== undefined) {
  const row = voices.find(({ id }) => id === '03-01-05-02-02-01-01');
  write(options.picture, speechPicture(await clipOf(row!)));
}
