import { encodeWav } from '@ser/audio-io';
import type { Manifest, RavdessRow } from '@ser/corpora';
import { resample } from '@ser/dsp';
import type { ReportAudio } from '@ser/report';
import type { Cell } from '../cell';
import { titleOf } from '../reported';
import { clipOf } from './clipOf';

/** Players in a page, each some 100 kB. */
const MOST = 4;
/** Enough for speech, and a third of the bytes. */
const RATE = 16_000;

/**
 * The original clips that the network trained as the report trains it was surest about and got wrong, one an emotion, to
 * be listened to. For pages that stay on the reader's machine: the corpus' licence does not let them be published.
 */
export async function misclassified(cells: readonly Cell[], manifest: Manifest<RavdessRow>): Promise<ReportAudio[]> {
  const cell = cells.filter(({ study }) => study === 'report').sort((a, b) => rightOf(b) - rightOf(a))[0];
  if (cell === undefined) return [];
  const { labels, test } = cell;
  const wrong = test.clips
    .map((clip, at) => ({ clip, at, sure: test.probabilities[at]![test.predicted[at]!]! }))
    .filter(({ at }) => test.predicted[at] !== test.actual[at] && test.versions[at] === 'original')
    .sort((a, b) => b.sure - a.sure);
  const oneEach = wrong.filter(
    ({ at }, index) => wrong.findIndex((other) => test.actual[other.at] === test.actual[at]) === index,
  );
  const players = oneEach.slice(0, MOST).map(async ({ clip, at, sure }): Promise<ReportAudio[]> => {
    const row = manifest.rows.find(({ id }) => id === clip);
    if (row === undefined) return [];
    const { samples, sampleRate } = await clipOf(row);
    const wav = encodeWav({ samples: resample(samples, sampleRate, RATE), sampleRate: RATE });
    const [actual, predicted] = [labels[test.actual[at]!]!, labels[test.predicted[at]!]!];
    return [
      {
        caption: `${clip}: ${actual}, taken for ${predicted} (${(100 * sure).toFixed(0)} %) by ${titleOf(cell.network)}`,
        wav,
      },
    ];
  });
  return (await Promise.all(players)).flat();
}

const rightOf = ({ test }: Cell) =>
  test.actual.filter((label, at) => label === test.predicted[at]).length / test.actual.length;
