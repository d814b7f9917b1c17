import { type Augmentation, type AugmentationFactory, clipRng } from '@ser/augment';
import type { AudioClip, Matrix } from '@ser/dsp';
import { drawnText } from './drawnText';
import { levelsOf } from './levels';
import { neededSounds } from './neededSounds';

/** One augmentation with what it made. */
export type Exhibit = {
  readonly name: string;
  readonly about: string;
  /** What was drawn, with units. */
  readonly drawn: string;
} & (
  | { readonly clip: AudioClip }
  /** Of the clip's spectrogram, or of a batch of two: what went in and what came out, in dB. */
  | { readonly spectrograms: readonly { readonly label: string; readonly levels: Matrix }[] }
);

/** What may come out as it went in is drawn anew so often: a page is to show what an augmentation does. */
const MOST_TRIES = 20;

/** Shows an augmentation with its defaults on a clip, on its spectrogram, or on the spectrograms of two clips. */
export function createExhibits(clip: AudioClip, other: AudioClip, seed: string) {
  const levels = levelsOf(clip);
  const partner = ofSize(levels, levelsOf(other));

  return (factory: AugmentationFactory): Exhibit => {
    const { name, about, input } = factory;
    const shared = { name, about };
    if (input === 'clip') {
      const { drawn, output } = applied(factory, clip, ({ samples }) => samples);
      return { ...shared, drawn, clip: output };
    }
    if (input === 'matrix') {
      const { drawn, output } = applied(factory, levels, ({ data }) => data);
      return {
        ...shared,
        drawn,
        spectrograms: [
          { label: 'before', levels },
          { label: 'after', levels: output },
        ],
      };
    }
    const { rows, cols } = levels;
    const data = new Float32Array(2 * rows * cols);
    data.set(levels.data);
    data.set(partner.data, rows * cols);
    const first = ({ data: both }: { data: Float32Array }) => both.subarray(0, rows * cols);
    const { drawn, output } = applied(factory, { data, rows: 2, shape: [rows, cols] }, first);
    return {
      ...shared,
      drawn,
      spectrograms: [
        { label: 'before', levels },
        { label: 'another row', levels: partner },
        { label: 'after', levels: { data: first(output), rows, cols } },
      ],
    };
  };

  function applied<T>(factory: AugmentationFactory, input: T, valuesOf: (value: T) => Float32Array) {
    const make = factory as unknown as (options: object) => Augmentation<T>;
    const augmentation = make(neededSounds(factory, clip));
    for (let epoch = 0; ; epoch++) {
      let drawn: unknown;
      const output = augmentation.apply(input, clipRng(seed, factory.name, epoch), (told) => {
        drawn = told;
      });
      if (epoch < MOST_TRIES && sameValues(valuesOf(input), valuesOf(output))) continue;
      return { drawn: drawnText(factory, drawn as Readonly<Record<string, unknown>>), output };
    }
  }
}

function sameValues(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** Cut, or filled up with its least level, to the frames of another. */
function ofSize({ rows }: Matrix, { data, cols }: Matrix): Matrix {
  const sized = new Float32Array(rows * cols).fill(data.reduce((least, value) => Math.min(least, value), 0));
  sized.set(data.subarray(0, sized.length));
  return { data: sized, rows, cols };
}
