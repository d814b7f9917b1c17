import { encodeWav } from '@ser/audio-io';
import { type AudioClip, type Matrix, magnitude, resample, stft } from '@ser/dsp';
import { htmlReport, type ReportSection, spectrogramComparison, waveform } from '@ser/report';

/** One augmentation with what it made of the clip, or of its spectrogram in dB. */
export type Exhibit = {
  readonly name: string;
  readonly about: string;
  /** What was drawn, with units. */
  readonly drawn: string;
} & ({ readonly clip: AudioClip } | { readonly levels: Matrix });

export interface GalleryOptions {
  readonly clip: AudioClip;
  /** What the clip is, in words. */
  readonly described: string;
  readonly isReal: boolean;
  readonly exhibits: readonly Exhibit[];
}

/** Enough for speech; what lies above would double the page. */
const RATE = 16000;
const N_FFT = 512;
const HOP_LENGTH = 128;
/** Pixels on a desk, of a waveform and of two spectrograms beside each other; and of either on a phone. */
const HALF_WIDTH = 460;
const WIDTH = 940;
const PHONE_WIDTH = 340;
/** Below full scale, in dB: what a level of 0 is shown as. */
const FLOOR = -100;

/** The spectrogram that augmentations of matrices change here: frames x bins, dB of full scale. */
export function levelsOf(clip: AudioClip): Matrix {
  const { samples } = atPageRate(clip);
  const { data, rows, cols } = magnitude(stft(samples, { nFft: N_FFT, hopLength: HOP_LENGTH }));
  return { data: data.map((value) => Math.max(FLOOR, 20 * Math.log10(value))), rows, cols };
}

export function galleryPage({ clip, described, isReal, exhibits }: GalleryOptions): string {
  return htmlReport({
    title: 'What the augmentations do',
    subtitle: `Every augmentation of @ser/augment with its defaults, on one clip: ${described}.`,
    banner: isReal
      ? 'Sound and pictures of RAVDESS are under CC BY-NC-SA 4.0: keep this page to yourself.'
      : 'A voice of the synthetic corpus: no person speaks. Name the folder of RAVDESS by --data to hear an actor.',
    sections: exhibits.map((exhibit) => sectionOf(exhibit, atPageRate(clip))),
    footer: 'Made by npm run gallery.',
  });
}

function sectionOf(exhibit: Exhibit, before: AudioClip): ReportSection {
  const { name, about, drawn } = exhibit;
  const heading = { heading: name, paragraphs: [about, ...(drawn === '' ? [] : [`Drawn: ${drawn}.`])] };
  if ('levels' in exhibit) {
    return {
      ...heading,
      figures: [spectrograms(name, panel('before', levelsOf(before), before), panel('after', exhibit.levels, before))],
    };
  }
  const after = atPageRate(exhibit.clip);
  return {
    ...heading,
    figures: [
      waveforms(name, before, after),
      spectrograms(name, { label: 'before', clip: before }, { label: 'after', clip: after }),
    ],
    audio: [player(`${name}: before`, before), player(`${name}: after`, after)],
  };
}

type Panel = Parameters<typeof spectrogramComparison>[0]['panels'][number];

/** Levels whose frames may have become more or fewer than the clip's. */
function panel(label: string, levels: Matrix, { sampleRate }: AudioClip): Panel {
  return { label, levels, seconds: (levels.rows * HOP_LENGTH) / sampleRate, fmax: sampleRate / 2 };
}

function waveforms(name: string, before: AudioClip, after: AudioClip) {
  const amplitude = Math.max(peakOf(before), peakOf(after));
  const side = (clip: AudioClip, label: string) => {
    const draw = (width: number) => waveform({ clip, amplitude, width, description: `Waveform ${label} ${name}.` });
    return { svg: draw(HALF_WIDTH), narrow: draw(PHONE_WIDTH), label };
  };
  return {
    ...side(after, 'after'),
    reference: side(before, 'before'),
    caption: `${name}: waveforms, on one scale of amplitude, each as long as it is.`,
  };
}

function spectrograms(name: string, ...panels: Panel[]) {
  const description = `Spectrograms before and after ${name}.`;
  const draw = (width: number) =>
    spectrogramComparison({ panels, nFft: N_FFT, hopLength: HOP_LENGTH, loudest: 'all', width, description });
  return {
    svg: draw(WIDTH),
    narrow: draw(PHONE_WIDTH),
    caption: `${name}: spectrograms, on one scale of time and of level.`,
  };
}

function player(caption: string, clip: AudioClip) {
  // What is over full scale would be cut off in 16 bits and sound like another augmentation.
  const peak = peakOf(clip);
  if (peak <= 1) return { caption, wav: encodeWav(clip) };
  const quieter = { ...clip, samples: clip.samples.map((x) => x / peak) };
  return { caption: `${caption}, played ${(20 * Math.log10(peak)).toFixed(1)} dB quieter`, wav: encodeWav(quieter) };
}

function peakOf({ samples }: AudioClip): number {
  return samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function atPageRate({ samples, sampleRate }: AudioClip): AudioClip {
  return sampleRate === RATE
    ? { samples, sampleRate }
    : { samples: resample(samples, sampleRate, RATE), sampleRate: RATE };
}
