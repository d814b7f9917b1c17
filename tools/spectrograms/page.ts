import type { RavdessRow } from '@ser/corpora';
import { type AudioClip, resample } from '@ser/dsp';
import { htmlReport, type ReportSection, spectrogramFigure, waveform } from '@ser/report';
import { type Measures, measuresTable } from './measuresTable';
import { measureVoice } from './measureVoice';

/** One clip id, as the synthesizer and, where the corpus is at hand, an actor speaks it. */
export interface Pair {
  readonly row: RavdessRow;
  readonly synthetic: AudioClip;
  readonly real?: AudioClip;
}

/** Speech has little to show above, and FFTs of 32 ms at this rate show single harmonics. */
const RATE = 16000;
const WIDTH = 520;
const PHONE_WIDTH = 356;

export function spectrogramsPage(pairs: readonly Pair[], measures: Measures): string {
  const hasReal = measures.real !== undefined;
  return htmlReport({
    title: 'Synthetic and real voices',
    subtitle:
      'One clip an emotion, in its strong reading where RAVDESS has one: the synthetic corpus, and beside it the actor of the same number.',
    banner: hasReal
      ? 'Synthetic corpus beside RAVDESS: spectrograms of RAVDESS are derived from data under CC BY-NC-SA 4.0; keep this page to non-commercial use.'
      : 'Synthetic corpus only: no real clips were given. Name the folder of RAVDESS by --data to see them side by side.',
    sections: [...pairs.map(pairSection), measuresSection(measures)],
    footer: 'Made by npm run spectrograms.',
  });
}

function pairSection({ row, synthetic, real }: Pair): ReportSection {
  const ours = narrow(synthetic);
  const theirs = real && narrow(real);
  const what = `${row.label}, ${row.intensity} intensity, speaker ${row.speaker}`;
  const amplitude = [ours, ...(theirs ? [theirs] : [])]
    .flatMap(({ samples }) => [...samples])
    .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const spectrogram = (clip: AudioClip, whose: string, width: number) =>
    spectrogramFigure({ clip, nFft: 512, hopLength: 128, width, description: `Spectrogram, ${whose}: ${what}.` });
  const wave = (clip: AudioClip, whose: string, width: number) =>
    waveform({ clip, amplitude, width, description: `Waveform, ${whose}: ${what}.` });
  const drawn = (draw: typeof wave, clip: AudioClip, whose: string) => ({
    svg: draw(clip, whose, WIDTH),
    narrow: draw(clip, whose, PHONE_WIDTH),
    label: whose,
  });
  const side = (draw: typeof wave, caption: string) => ({
    ...drawn(draw, ours, 'Synthetic'),
    caption,
    ...(theirs && { reference: drawn(draw, theirs, 'RAVDESS') }),
  });
  return {
    heading: row.label,
    figures: [
      side(spectrogram, `${what}, clip ${row.id}: colour is dB below each clip's own loudest bin.`),
      { ...side(wave, 'The same, on one scale of amplitude.'), data: clipTable(synthetic, real) },
    ],
  };
}

function clipTable(synthetic: AudioClip, real: AudioClip | undefined) {
  const ours = measureVoice(synthetic);
  const theirs = real && measureVoice(real);
  const row = (label: string, name: keyof typeof ours, digits: number) => [
    label,
    ours[name].toFixed(digits),
    ...(theirs ? [theirs[name].toFixed(digits)] : []),
  ];
  return {
    columns: ['measure', { label: 'synthetic', align: 'right' as const }].concat(
      theirs ? [{ label: 'RAVDESS', align: 'right' as const }] : [],
    ),
    rows: [
      row('F0, median, Hz', 'f0', 0),
      row('F0 range, semitones', 'f0Range', 1),
      row('level, dB below full scale', 'level', 1),
      row('alpha ratio, dB', 'alphaRatio', 1),
      row('harmonics-to-noise ratio, dB', 'hnr', 1),
      row('duration of speech, s', 'duration', 2),
    ],
  };
}

function measuresSection(measures: Measures): ReportSection {
  const { synthetic, real } = measures;
  const counts = `${synthetic.clips} synthetic clips of ${synthetic.speakers} speakers`;
  return {
    heading: 'Measured',
    paragraphs: [
      real === undefined
        ? `Means of ${counts}.`
        : `Means of ${counts} / ${real.clips} of RAVDESS by ${real.speakers} actors, and the correlation of the two.`,
      'F0, level and duration are against the same speaker in neutral. The alpha ratio is energy at 1 to 5 kHz against that below 1 kHz; HNR the harmonics-to-noise ratio.',
    ],
    tables: [measuresTable(measures)],
  };
}

function narrow({ samples, sampleRate }: AudioClip): AudioClip {
  return { samples: resample(samples, sampleRate, RATE), sampleRate: RATE };
}
