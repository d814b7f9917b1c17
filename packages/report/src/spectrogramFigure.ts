import { axisX, axisY, image } from '@observablehq/plot';
import type { AudioClip } from '@ser/dsp';
import { composeFigure, type FigureOptions, figureWidth } from './composeFigure';
import { plotPanel } from './plotPanel';
import {
  clipLevels,
  colourBar,
  loudestLevel,
  requireFrames,
  requireRange,
  spectrogramRaster,
} from './spectrogramRaster';
import { requireClip } from './waveform';

export interface SpectrogramOptions extends FigureOptions {
  readonly clip: AudioClip;
  /** FFT size in samples, even. Default 1024. */
  readonly nFft?: number;
  /** Samples between frames. Default 256. */
  readonly hopLength?: number;
  /** Highest frequency shown, in Hz. Default: half the sample rate, at most 8000. */
  readonly fmax?: number;
  /** Decibels below the loudest bin at which the scale ends. Default 70. */
  readonly topDb?: number;
}

/**
 * A clip's spectrogram: seconds to the right, kilohertz upward, decibels below the loudest bin as colour (magma).
 *
 * @param options clip: samples in [-1, 1]; width defaults to 760 px
 * @returns one SVG document, the raster inside it as a PNG data URI
 * @throws ReportError `EMPTY` for no samples, `NOT_FINITE` for a NaN among them, `INVALID_OPTION` for sizes and ranges
 * @see librosa's `amplitude_to_db(abs(stft(y)), ref=max)`, whose values these are
 */
export function spectrogramFigure(options: SpectrogramOptions): string {
  const { clip, nFft = 1024, hopLength = 256, topDb = 70 } = options;
  requireClip('spectrogramFigure', clip);
  const { sampleRate } = clip;
  const fmax = options.fmax ?? Math.min(8000, sampleRate / 2);
  requireFrames('spectrogramFigure', nFft, hopLength);
  requireRange('spectrogramFigure', 'fmax', fmax, sampleRate / 2);
  requireRange('spectrogramFigure', 'topDb', topDb, 300);
  const width = figureWidth('spectrogramFigure', options.width, 760);
  const levels = clipLevels(clip, nFft, hopLength);
  const raster = spectrogramRaster(levels, {
    loudest: loudestLevel(levels),
    topDb,
    bins: Math.min(levels.cols, Math.floor((fmax * nFft) / sampleRate) + 1),
    columns: width,
  });

  const seconds = clip.samples.length / sampleRate;
  const height = 290;
  const frame = { left: 64, right: 84, top: 8, bottom: 44 };
  const { markup } = plotPanel(
    {
      width,
      height,
      marginTop: frame.top,
      marginBottom: frame.bottom,
      marginLeft: frame.left,
      marginRight: frame.right,
      x: { domain: [0, seconds] },
      y: { domain: [0, fmax / 1000] },
      marks: [
        image([0], {
          x: seconds / 2,
          y: fmax / 2000,
          width: width - frame.left - frame.right,
          height: height - frame.top - frame.bottom,
          preserveAspectRatio: 'none',
          src: () => raster,
        }),
        axisX({ label: 'seconds', labelAnchor: 'center', labelArrow: 'none', labelOffset: 36, ticks: 7 }),
        axisY({ label: 'kHz', labelAnchor: 'center', labelArrow: 'none', labelOffset: 44, ticks: 5 }),
      ],
    },
    options.document,
  );
  const facts = `${seconds.toFixed(2)} s, ${nFft}-point FFT every ${hopLength} samples`;
  return composeFigure({
    width,
    height,
    body: markup + colourBar(topDb, width - frame.right + 16, frame.top, height - frame.top - frame.bottom),
    title: options.title,
    subtitle: options.subtitle ?? facts,
    description:
      options.description ??
      `${options.title ?? 'Spectrogram'}. Level by time and frequency from 0 to ${fmax / 1000} kHz: ${facts}.`,
  });
}
