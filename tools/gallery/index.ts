/**
 * One page that shows what every augmentation of `@ser/augment` does to a clip, to be looked at and listened to:
 * `npm run gallery -- [--data DIR] [--out FILE] [--clip 03-01-05-02-01-01-02] [--seed 135] [--only gain,specAugment]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type AugmentationFactory, batchBuiltIns, builtIns, matrixBuiltIns } from '@ser/augment';
import { ravdess, synthetic } from '@ser/corpora';
import { createExhibits } from './createExhibits';
import { galleryPage } from './page';
import { spokenPart } from './spokenPart';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'out/gallery.html' },
    clip: { type: 'string', default: '03-01-05-02-01-01-02' },
    seed: { type: 'string', default: '135' },
    only: { type: 'string' },
  },
});

const factories = Object.entries({ ...builtIns, ...matrixBuiltIns, ...batchBuiltIns }) as [
  string,
  AugmentationFactory,
][];
const only = options.only?.split(',');
const unknown = only?.filter((wanted) => !factories.some(([name]) => name === wanted)) ?? [];
if (unknown.length > 0) {
  const names = factories.map(([name]) => name).sort();
  refuse(`--only ${unknown.join()}: @ser/augment has no such augmentation; choose from ${names.join(', ')}`);
}

/** A mistake of who typed needs no stack. */
function refuse(message: string): never {
  console.error(message);
  process.exit(1);
}

const { rows } = options.data === undefined ? synthetic({ seed: 0 }) : await ravdess(resolve(options.data));
const row = rows.find(({ id }) => id === options.clip);
const other = rows.findLast(
  ({ speaker, intensity, label }) => speaker === row?.speaker && intensity === row.intensity && label !== row.label,
);
if (row === undefined || other === undefined) {
  refuse(`--clip ${options.clip}: the corpus has no such clip; names are RAVDESS' without .wav`);
}
const clip = await spokenPart(row);
const exhibits = createExhibits(clip, await spokenPart(other), options.seed);

const out = resolve(options.out);
mkdirSync(dirname(out), { recursive: true });
const page = galleryPage({
  clip,
  described: `${row.label}, ${row.intensity} intensity, speaker ${row.speaker}`,
  isReal: options.data !== undefined,
  exhibits: factories
    .filter(([name]) => only === undefined || only.includes(name))
    .map(([, factory]) => exhibits(factory)),
});
writeFileSync(out, page);
console.log(out);
