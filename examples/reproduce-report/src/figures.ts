import { load } from '@ser/audio-io';
import { type Manifest, type RavdessRow, type RenderSyntheticOptions, renderSynthetic } from '@ser/corpora';
import type { AudioClip } from '@ser/dsp';
import { confusionMatrixFigure, emotionCounts, trainingCurves, waveform } from '@ser/report';
import { reportedConfusions } from './reported';
import type { NetworkResult, Results } from './results';

export interface Figure {
  /** The figure's number in the report. */
  readonly number: number;
  readonly file: string;
  readonly caption: string;
  /** Absent when this run has nothing to draw. */
  readonly svg?: string;
  /** Why not, where it is not for want of a trained network. */
  readonly missing?: string;
}

const corpusName = ({ corpus }: Results) => (corpus.synthetic ? 'synthetic corpus' : corpus.name);

/** The report's figures 1 to 8 from this run's numbers. */
export async function figures(results: Results, manifest: Manifest<RavdessRow>): Promise<Figure[]> {
  const corpus = corpusName(results);
  const network = (name: string) => results.networks.find((result) => result.name === name);
  return [
    {
      number: 1,
      file: 'figure1-emotion-counts.svg',
      caption: `Clips of each emotion (${corpus})`,
      svg: emotionCounts({ counts: results.corpus.counts, title: 'Emotion count' }),
    },
    await waveformOf('sad', { number: 2, file: 'figure2-sadness.svg' }, results, manifest),
    await waveformOf('fearful', { number: 3, file: 'figure3-fear.svg' }, results, manifest),
    {
      number: 4,
      file: 'figure4-cnn4-confusion.svg',
      caption: `2-D CNN, model 4: predictions per class, last epoch (${corpus})`,
      svg: confusionOf(network('cnn4'), 'cnn4'),
    },
    {
      number: 5,
      file: 'figure5-lstm-curves.svg',
      caption: `LSTM: loss and accuracy on training and test rows (${corpus})`,
      svg: curvesOf(network('lstm'), 'LSTM'),
    },
    {
      number: 6,
      file: 'figure6-lstm-confusion.svg',
      caption: `LSTM: predictions per class, last epoch (${corpus})`,
      svg: confusionOf(network('lstm'), 'lstm'),
    },
    {
      number: 7,
      file: 'figure7-cnn-lstm-curves.svg',
      caption: `CNN+LSTM, five blocks: loss and accuracy on training and test rows (${corpus})`,
      svg: curvesOf(network('cnnLstm5'), 'CNN+LSTM, 5 blocks'),
    },
    {
      number: 8,
      file: 'figure8-cnn-lstm-confusion.svg',
      caption: `CNN+LSTM, five blocks: predictions per class, last epoch (${corpus})`,
      svg: confusionOf(network('cnnLstm5'), 'cnnLstm5'),
    },
  ];
}

async function waveformOf(
  label: string,
  place: { number: number; file: string },
  results: Results,
  manifest: Manifest<RavdessRow>,
): Promise<Figure> {
  const corpus = corpusName(results);
  // The report does not say which clips it shows; ours are the first of strong intensity that can be read.
  const row = manifest.rows.find(
    ({ id, label: spoken, intensity }) =>
      spoken === label && intensity === 'strong' && !results.failed.some(({ clip }) => clip === id),
  );
  if (row === undefined) {
    const missing = 'no such clip of strong intensity could be read';
    return { ...place, caption: `Waveform of a clip labelled ${label} (${corpus})`, missing };
  }
  return {
    ...place,
    caption: `Waveform of ${row.id}, labelled ${label} (${corpus})`,
    svg: waveform({ clip: await clipOf(row), title: label === 'sad' ? 'Sadness' : 'Fear' }),
  };
}

async function clipOf({ source }: RavdessRow): Promise<AudioClip> {
  return load(source.kind === 'file' ? source.path : renderSynthetic(source.options as RenderSyntheticOptions));
}

function confusionOf(result: NetworkResult | undefined, name: keyof typeof reportedConfusions): string | undefined {
  if (result === undefined) return undefined;
  return confusionMatrixFigure({
    matrix: result.confusion,
    labels: result.labels,
    name: 'ours',
    reference: { ...reportedConfusions[name], name: 'reported' },
  });
}

function curvesOf(result: NetworkResult | undefined, title: string): string | undefined {
  if (result === undefined) return undefined;
  const { epochs, stageStarts } = result;
  const stages = stageStarts.map((start, stage) => (stageStarts[stage + 1] ?? epochs.length) - start);
  return trainingCurves({ epochs, stages, title, validationName: 'test' });
}
