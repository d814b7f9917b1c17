import { type AudioClip, resample } from '@ser/dsp';
import { spectrogramFigure } from '@ser/report';
import type { Pair } from './page';

const RATE = 10000;
const WIDTH = 380;
/** What is shown of each clip, in s: the speech, not the silence around it. */
const BEGIN = 0.6;
const END = 3.2;

/** Spectrograms in two columns as one SVG for a README: a row a pair, synthetic on the left, real on the right. */
export function pairsPicture(pairs: readonly Pair[]): string {
  const cells = pairs.flatMap(({ row, synthetic, real }, line) =>
    [synthetic, real].flatMap((clip, column) => {
      if (clip === undefined) return [];
      const title = `${row.label}, ${column === 0 ? 'synthetic' : 'RAVDESS'}`;
      const svg = spectrogramFigure({
        clip: narrow(clip),
        nFft: 256,
        hopLength: 100,
        width: WIDTH,
        title,
        subtitle: '',
      });
      const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
      return [{ svg, height, line, column }];
    }),
  );
  const height = cells[0]?.height ?? 0;
  const placed = cells.map(({ svg, line, column }) =>
    svg.trim().replace('<svg ', `<svg x="${column * WIDTH}" y="${line * height}" `),
  );
  const title = `Spectrograms, synthetic on the left and RAVDESS on the right: ${pairs.map(({ row }) => row.label).join(', ')}.`;
  const size = `width="${2 * WIDTH}" height="${pairs.length * height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" ${size} viewBox="0 0 ${2 * WIDTH} ${pairs.length * height}">${placed.join('\n')}</svg>\n`;
}

function narrow({ samples, sampleRate }: AudioClip): AudioClip {
  const spoken = samples.subarray(BEGIN * sampleRate, END * sampleRate);
  return { samples: resample(spoken, sampleRate, RATE), sampleRate: RATE };
}
