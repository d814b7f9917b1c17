import type { Manifest, RavdessRow } from '@ser/corpora';
import { confusionMatrixFigure, emotionCounts, trainingCurves, waveform } from '@ser/report';
import { reportedConfusions } from '../reported';
import type { NetworkResult, Results } from '../results';
import { clipOf } from './clipOf';

export interface Figure {
  /** The figure's number in the report. */
  readonly number: number;
  readonly file: string;
  readonly caption: string;
  /** Absent when this run has nothing to draw. */
  readonly svg?: string;
  /** The same for a phone. */
  readonly narrow?: string;
  /** Why not, where it is not for want of a trained network. */
  readonly missing?: string;
}

const NARROW = 360;

/** A figure drawn for a page and for a phone. */
export function drawn(draw: (size: { readonly width?: number }) => string): { svg: string; narrow: string } {
  return { svg: draw({}), narrow: draw({ width: NARROW }) };
}

const corpusName = ({ corpus }: Results) => (corpus.synthetic ? 'synthetic corpus' : corpus.name);

/** The report's figures 1 to 8 from these numbers; without the corpus, all but the waveforms. */
export async function figures(results: Results, manifest?: Manifest<RavdessRow>): Promise<Figure[]> {
  const corpus = corpusName(results);
  // Of the first seed.
  const network = (name: string) => results.networks.find((result) => result.name === name);
  return [
    {
      number: 1,
      file: 'figure1-emotion-counts.svg',
      caption: `Clips of each emotion (${corpus})`,
      ...drawn((size) => emotionCounts({ counts: results.corpus.counts, title: 'Emotion count', ...size })),
    },
    await waveformOf('sad', { number: 2, file: 'figure2-sadness.svg' }, results, manifest),
    await waveformOf('fearful', { number: 3, file: 'figure3-fear.svg' }, results, manifest),
    {
      number: 4,
      file: 'figure4-cnn4-confusion.svg',
      caption: `2-D CNN, model 4: predictions per class, last epoch (${corpus})`,
      ...confusionOf(network('cnn4'), 'cnn4'),
    },
    {
      number: 5,
      file: 'figure5-lstm-curves.svg',
      caption: `LSTM: loss and accuracy on training and test rows (${corpus})`,
      ...curvesOf(network('lstm'), 'LSTM'),
    },
    {
      number: 6,
      file: 'figure6-lstm-confusion.svg',
      caption: `LSTM: predictions per class, last epoch (${corpus})`,
      ...confusionOf(network('lstm'), 'lstm'),
    },
    {
      number: 7,
      file: 'figure7-cnn-lstm-curves.svg',
      caption: `CNN+LSTM, five blocks: loss and accuracy on training and test rows (${corpus})`,
      ...curvesOf(network('cnnLstm5'), 'CNN+LSTM, 5 blocks'),
    },
    {
      number: 8,
      file: 'figure8-cnn-lstm-confusion.svg',
      caption: `CNN+LSTM, five blocks: predictions per class, last epoch (${corpus})`,
      ...confusionOf(network('cnnLstm5'), 'cnnLstm5'),
    },
  ];
}

async function waveformOf(
  label: string,
  place: { number: number; file: string },
  results: Results,
  manifest: Manifest<RavdessRow> | undefined,
): Promise<Figure> {
  const corpus = corpusName(results);
  if (manifest === undefined) {
    const missing = 'the corpus was not given';
    return { ...place, caption: `Waveform of a clip labelled ${label} (${corpus})`, missing };
  }
  // The report does not say which clips it shows; ours are the first of strong intensity that can be read.
  const row = manifest.rows.find(
    ({ id, label: spoken, intensity }) =>
      spoken === label && intensity === 'strong' && !results.corpus.failed.some(({ clip }) => clip === id),
  );
  if (row === undefined) {
    const missing = 'no such clip of strong intensity could be read';
    return { ...place, caption: `Waveform of a clip labelled ${label} (${corpus})`, missing };
  }
  const clip = await clipOf(row);
  return {
    ...place,
    caption: `Waveform of ${row.id}, labelled ${label} (${corpus})`,
    ...drawn((size) => waveform({ clip, title: label === 'sad' ? 'Sadness' : 'Fear', ...size })),
  };
}

function confusionOf(result: NetworkResult | undefined, name: keyof typeof reportedConfusions) {
  if (result === undefined) return {};
  const { confusion: matrix, labels } = result;
  const reference = { ...reportedConfusions[name], name: 'reported' };
  return drawn((size) => confusionMatrixFigure({ matrix, labels, name: 'ours', reference, ...size }));
}

function curvesOf(result: NetworkResult | undefined, title: string) {
  if (result === undefined) return {};
  const { epochs, stageStarts } = result;
  const stages = stageStarts.map((start, stage) => (stageStarts[stage + 1] ?? epochs.length) - start);
  return drawn((size) => trainingCurves({ epochs, stages, title, validationName: 'test', ...size }));
}
