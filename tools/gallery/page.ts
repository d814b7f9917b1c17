import { encodeWav } from '@ser/audio-io';
import type { AudioClip } from '@ser/dsp';
import { htmlReport, type ReportSection, type SpectrogramPanel, spectrogramComparison, waveform } from '@ser/report';
import type { Exhibit } from './createExhibits';
import { atPageRate, HOP_LENGTH, N_FFT, RATE } from './levels';

export interface GalleryOptions {
  readonly clip: AudioClip;
  /** What the clip is, in words. */
  readonly described: string;
  readonly isReal: boolean;
  readonly exhibits: readonly Exhibit[];
}

/** Pixels on a desk, of a waveform and of two spectrograms beside each other; and of either on a phone. */
const HALF_WIDTH = 460;
const WIDTH = 940;
const PHONE_WIDTH = 340;
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
  if ('spectrograms' in exhibit) {
    const panels = exhibit.spectrograms.map(({ label, levels }) => ({
      label,
      levels,
      seconds: (levels.rows * HOP_LENGTH) / RATE,
      fmax: RATE / 2,
    }));
    return { ...heading, figures: [spectrograms(name, panels)] };
  }
  const after = atPageRate(exhibit.clip);
  const panels = [
    { label: 'before', clip: before },
    { label: 'after', clip: after },
  ];
  return {
    ...heading,
    figures: [waveforms(name, before, after), spectrograms(name, panels)],
    audio: panels.map(({ label, clip }) => player(`${name}: ${label}`, clip)),
  };
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

function spectrograms(name: string, panels: readonly SpectrogramPanel[]) {
  const description = `Spectrograms before and after ${name}.`;
  const draw = (width: number, columns: number) =>
    spectrogramComparison({ panels, columns, nFft: N_FFT, hopLength: HOP_LENGTH, loudest: 'all', width, description });
  return {
    svg: draw(WIDTH, panels.length),
    narrow: draw(PHONE_WIDTH, 1),
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
