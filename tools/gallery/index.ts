/**
 * One page that shows what every augmentation of `@ser/augment` does to a clip, to be looked at and listened to:
 * `npm run gallery -- [--data DIR] [--out FILE] [--clip 03-01-05-02-01-01-02] [--seed 1] [--only gain,specAugment]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { load } from '@ser/audio-io';
import { type AugmentationFactory, builtIns, clipRng, matrixBuiltIns } from '@ser/augment';
import { type RenderSyntheticOptions, ravdess, renderSynthetic, synthetic } from '@ser/corpora';
import { type AudioClip, type Matrix, trim } from '@ser/dsp';
import { drawnText } from './drawnText';
import { neededSounds } from './neededSounds';
import { type Exhibit, galleryPage, levelsOf } from './page';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'out/gallery.html' },
    clip: { type: 'string', default: '03-01-05-02-01-01-02' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});

/** The clip's speech, without the silence around it. */
async function spoken(id: string, data: string | undefined): Promise<{ clip: AudioClip; described: string }> {
  const { rows } = data === undefined ? synthetic({ seed: 0 }) : await ravdess(resolve(data));
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw new Error(`--clip ${id}: the corpus has no such clip; names are RAVDESS' without .wav`);
  const { source, label, intensity, speaker } = row;
  const sound = source.kind === 'file' ? source.path : renderSynthetic(source.options as RenderSyntheticOptions);
  const { samples, sampleRate } = await load(sound);
  return {
    clip: { samples: trim(samples, { topDb: 40 }).samples, sampleRate },
    described: `${label}, ${intensity} intensity, speaker ${speaker}`,
  };
}

const only = options.only?.split(',');
const unknown = only?.filter((name) => !(name in builtIns || name in matrixBuiltIns)) ?? [];
if (unknown.length > 0) throw new Error(`--only ${unknown.join()}: @ser/augment has no such augmentation`);
const shown = (registry: object): [string, AugmentationFactory][] =>
  Object.entries(registry).filter(([name]) => only === undefined || only.includes(name));

const { clip, described } = await spoken(options.clip, options.data);
const levels = levelsOf(clip);

function exhibit<T extends AudioClip | Matrix>(factory: AugmentationFactory, input: T): { drawn: string; output: T } {
  const make = factory as unknown as (given: object) => { apply(input: T, ...rest: unknown[]): T };
  let drawn: unknown;
  const output = make(neededSounds(factory.params, clip)).apply(
    input,
    clipRng(options.seed, factory.name),
    (told: unknown) => {
      drawn = told;
    },
  );
  return { drawn: drawnText(factory, drawn as Readonly<Record<string, unknown>>), output };
}

const exhibits: Exhibit[] = [
  ...shown(builtIns).map(([name, factory]) => {
    const { drawn, output } = exhibit(factory, clip);
    return { name, about: factory.about, drawn, clip: output };
  }),
  ...shown(matrixBuiltIns).map(([name, factory]) => {
    const { drawn, output } = exhibit(factory, levels);
    return { name, about: factory.about, drawn, levels: output };
  }),
];

const out = resolve(options.out);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, galleryPage({ clip, described, isReal: options.data !== undefined, exhibits }));
console.log(out);
