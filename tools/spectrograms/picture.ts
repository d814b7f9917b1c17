import { type AudioClip, resample } from '@ser/dsp';
import { spectrogramFigure } from '@ser/report';
import { gridPicture } from './gridPicture';
import type { Pair } from './page';

const RATE = 10000;
const WIDTH = 380;
/** What is shown of each clip, in s: the speech, not the silence around it. */
const BEGIN = 0.6;
const END = 3.2;

/** Spectrograms in two columns as one SVG for a README: a row a pair, synthetic on the left, real on the right. */
export function pairsPicture(pairs: readonly Pair[]): string {
  const rows = pairs.map(({ row, synthetic, real }) =>
    [synthetic, real].map((clip, column) => {
      if (clip === undefined) return undefined;
      const title = `${row.label}, ${column === 0 ? 'synthetic' : 'RAVDESS'}`;
      return spectrogramFigure({ clip: narrow(clip), nFft: 256, hopLength: 100, width: WIDTH, title, subtitle: '' });
    }),
  );
  const labels = pairs.map(({ row }) => row.label).join(', ');
  return gridPicture(rows, `Spectrograms, synthetic on the left and RAVDESS on the right: ${labels}.`);
}

function narrow({ samples, sampleRate }: AudioClip): AudioClip {
  const spoken = samples.subarray(BEGIN * sampleRate, END * sampleRate);
  return { samples: resample(spoken, sampleRate, RATE), sampleRate: RATE };
}
