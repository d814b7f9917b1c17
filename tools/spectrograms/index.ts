/**
 * One page that shows the synthetic corpus beside the real one, and the measured means of both:
 * `npm run spectrograms -- [--data DIR] [--out DIR] [--speaker 2] [--speakers 4] [--seed 0] [--json FILE] [--picture FILE]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type RavdessRow, ravdess, synthetic } from '@ser/corpora';
import { clipOf, measureCorpus } from './corpusMeasures';
import { type Measures, measuresMarkdown } from './measuresTable';
import { type Pair, spectrogramsPage } from './page';
import { pairsPicture } from './picture';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'out/spectrograms' },
    speaker: { type: 'string', default: '2' },
    speakers: { type: 'string', default: '4' },
    seed: { type: 'string', default: '0' },
    json: { type: 'string' },
    picture: { type: 'string' },
  },
});

function wholeNumber(name: 'speaker' | 'speakers' | 'seed', least: number, most: number): number {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} ${options[name]}: a whole number from ${least} to ${most} was expected`);
}

const seed = wholeNumber('seed', 0, Number.MAX_SAFE_INTEGER);
const speakers = wholeNumber('speakers', 1, 24);
const speaker = String(wholeNumber('speaker', 1, 24)).padStart(2, '0');
const ours = synthetic({ seed }).rows;
const theirs = options.data === undefined ? undefined : (await ravdess(resolve(options.data))).rows;

/** First statement and repetition, strong where there is a strong one. */
const isShown = (row: RavdessRow) =>
  row.speaker === speaker &&
  row.statement === 1 &&
  row.repetition === 1 &&
  (row.intensity === 'strong' || row.label === 'neutral');
const pairs: Pair[] = [];
for (const row of ours.filter(isShown)) {
  const real = theirs?.find(({ id }) => id === row.id);
  if (theirs !== undefined && real === undefined)
    throw new Error(`--data ${options.data}: clip ${row.id} is not there`);
  pairs.push({ row, synthetic: await clipOf(row), ...(real && { real: await clipOf(real) }) });
}

const isMeasured = (row: RavdessRow) => Number(row.speaker) <= speakers;
console.log(`Measuring the clips of ${speakers} speakers${theirs === undefined ? '' : ' and of as many actors'}.`);
const measures: Measures = {
  synthetic: await measureCorpus(ours.filter(isMeasured)),
  ...(theirs && { real: await measureCorpus(theirs.filter(isMeasured)) }),
};

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}
const out = resolve(options.out);
write(join(out, 'index.html'), spectrogramsPage(pairs, measures));
write(join(out, 'measures.md'), measuresMarkdown(measures));
if (options.json !== undefined) write(resolve(options.json), `${JSON.stringify(measures, null, 2)}\n`);
if (options.picture !== undefined) {
  const few = pairs.filter(({ row }) => ['neutral', 'sad', 'angry', 'surprised'].includes(row.label));
  write(resolve(options.picture), pairsPicture(few));
}
