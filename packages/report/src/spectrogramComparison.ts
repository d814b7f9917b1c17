import { axisX, axisY, frame, image } from '@observablehq/plot';
import type { AudioClip, Matrix } from '@ser/dsp';
import { requireFinite } from './checks';
import { composeFigure, type FigureOptions, figureWidth, svgText } from './composeFigure';
import { ReportError } from './errors';
import { palette } from './palette';
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

/** One spectrogram of several: of a clip, or levels made elsewhere. */
export type SpectrogramPanel =
  | { readonly label: string; readonly clip: AudioClip }
  | {
      readonly label: string;
      /** Frames x bins in decibels; bins evenly spaced from 0 Hz to `fmax`. */
      readonly levels: Matrix;
      /** What all frames together cover. */
      readonly seconds: number;
      /** Frequency of the last bin, in Hz. */
      readonly fmax: number;
    };

export interface SpectrogramComparisonOptions extends FigureOptions {
  /** Two at least, from left to right and then from the top. */
  readonly panels: readonly SpectrogramPanel[];
  /** Panels beside each other. Default 2, or 1 under a width of 560 px. */
  readonly columns?: number;
  /** FFT size of clips in samples, even. Default 1024. */
  readonly nFft?: number;
  /** Samples between frames of clips. Default 256. */
  readonly hopLength?: number;
  /** Highest frequency shown, in Hz. Default 8000, or the highest that every panel reaches. */
  readonly fmax?: number;
  /** Decibels below the loudest bin at which the scale ends. Default 70. */
  readonly topDb?: number;
  /** What 0 dB is: the loudest bin of `each` panel (default), so that quiet recordings can be compared with loud ones, or of `all`. */
  readonly loudest?: 'each' | 'all';
}

interface MeasuredPanel {
  readonly label: string;
  readonly levels: Matrix;
  readonly seconds: number;
  readonly fmax: number;
  readonly loudest: number;
}

const caller = 'spectrogramComparison';

function measure(panel: SpectrogramPanel, index: number, nFft: number, hopLength: number): MeasuredPanel {
  const what = `panels[${index}]`;
  if ('clip' in panel) {
    const { label, clip } = panel;
    requireClip(`${caller}: ${what}`, clip);
    const levels = clipLevels(clip, nFft, hopLength);
    const seconds = clip.samples.length / clip.sampleRate;
    return { label, levels, seconds, fmax: clip.sampleRate / 2, loudest: loudestLevel(levels) };
  }
  const { levels, seconds, fmax } = panel;
  if (levels.rows < 1 || levels.cols < 2 || levels.data.length !== levels.rows * levels.cols) {
    throw new ReportError(
      'SIZE_MISMATCH',
      `${caller}: ${what}.levels has ${levels.data.length} values for ${levels.rows} frames x ${levels.cols} bins; one frame of two bins is the least`,
    );
  }
  const bad = levels.data.findIndex((level) => !Number.isFinite(level));
  if (bad !== -1) requireFinite(levels.data[bad]!, `${caller}: ${what}.levels.data[${bad}]`);
  requireRange(caller, `${what}.seconds`, seconds, 86_400);
  requireRange(caller, `${what}.fmax`, fmax, 1_000_000);
  return { ...panel, loudest: loudestLevel(levels) };
}

/**
 * Spectrograms beside each other in one figure, as one colour scale, time axis and frequency axis let them be compared:
 * a clip and its augmentation, a synthetic voice and a real one. The shorter ones end where they end.
 *
 * @param options panels: clips of any rates, or levels in dB; width defaults to 960 px
 * @returns one SVG document, each raster inside it as a PNG data URI of at most one pixel a CSS pixel
 * @throws ReportError `EMPTY` for fewer than two panels or a clip without samples, `NOT_FINITE` for a NaN, `SIZE_MISMATCH` for levels that are no matrix, `INVALID_OPTION` for sizes and ranges
 * @see `spectrogramFigure`, whose levels these are
 * @example
 * ```ts
 * const tone = (hertz: number) => ({ samples: Float32Array.from({ length: 8000 }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / 8000)), sampleRate: 8000 });
 * const svg = spectrogramComparison({ panels: [{ label: 'low', clip: tone(300) }, { label: 'high', clip: tone(3000) }] });
 * ```
 */
export function spectrogramComparison(options: SpectrogramComparisonOptions): string {
  const { panels, nFft = 1024, hopLength = 256, topDb = 70, loudest = 'each' } = options;
  if (panels.length < 2) {
    throw new ReportError(
      'EMPTY',
      `${caller}: panels has ${panels.length}; two are the least, spectrogramFigure takes one`,
    );
  }
  requireFrames(caller, nFft, hopLength);
  requireRange(caller, 'topDb', topDb, 300);
  if (loudest !== 'each' && loudest !== 'all') {
    throw new ReportError(
      'INVALID_OPTION',
      `${caller}: loudest is ${JSON.stringify(loudest)}; "each" or "all" are accepted`,
    );
  }
  const width = figureWidth(caller, options.width, 960);
  const columns = options.columns ?? (width < 560 ? 1 : 2);
  const most = Math.max(1, Math.floor(width / 180));
  if (!Number.isInteger(columns) || columns < 1 || columns > most) {
    throw new ReportError(
      'INVALID_OPTION',
      `${caller}: columns is ${columns}; 1 to ${most} are accepted at ${width} pixels`,
    );
  }
  const measured = panels.map((panel, index) => measure(panel, index, nFft, hopLength));
  const reach = Math.min(...measured.map((panel) => panel.fmax));
  const fmax = options.fmax ?? Math.min(8000, reach);
  requireRange(caller, 'fmax', fmax, reach);
  const seconds = Math.max(...measured.map((panel) => panel.seconds));
  const loudestOfAll = Math.max(...measured.map((panel) => panel.loudest));

  // One axis of frequencies a row of panels, one colour bar for all.
  const margin = { left: 58, right: 74, gap: 34 };
  const inner = (width - margin.left - margin.right - (columns - 1) * margin.gap) / columns;
  const plotHeight = 150;
  const labelHeight = 24;
  const rowHeight = labelHeight + plotHeight + 34;
  const lines = Math.ceil(panels.length / columns);
  const body = measured.map((panel, index) => {
    const column = index % columns;
    const line = Math.floor(index / columns);
    const first = column === 0;
    const last = index + columns >= panels.length;
    const left = margin.left + column * (inner + margin.gap);
    const span = (inner * panel.seconds) / seconds;
    const raster = spectrogramRaster(panel.levels, {
      loudest: loudest === 'all' ? loudestOfAll : panel.loudest,
      topDb,
      bins: Math.min(panel.levels.cols, Math.floor((fmax * (panel.levels.cols - 1)) / panel.fmax) + 1),
      columns: Math.ceil(span),
      lines: plotHeight,
    });
    const drawn = plotPanel(
      {
        width: inner + 80,
        height: plotHeight + 48,
        marginTop: 4,
        marginBottom: 44,
        marginLeft: 50,
        marginRight: 30,
        x: { domain: [0, seconds] },
        y: { domain: [0, fmax / 1000] },
        marks: [
          image([0], {
            x: panel.seconds / 2,
            y: fmax / 2000,
            width: span,
            height: plotHeight,
            preserveAspectRatio: 'none',
            src: () => raster,
          }),
          frame({ className: 'ser-grid', stroke: palette.grid }),
          axisX({
            label: last ? 'seconds' : null,
            labelAnchor: 'center',
            labelArrow: 'none',
            labelOffset: 34,
            ticks: Math.max(2, Math.floor(inner / 70)),
          }),
          axisY({
            label: first ? 'kHz' : null,
            labelAnchor: 'center',
            labelArrow: 'none',
            labelOffset: 36,
            ticks: 4,
            tickFormat: first ? undefined : () => '',
          }),
        ],
      },
      options.document,
      left - 50,
      line * rowHeight + labelHeight - 4,
    );
    return svgText(panel.label, left, line * rowHeight + 15, { size: 13, weight: 600 }) + drawn.markup;
  });
  const named = measured.map((panel) => `${panel.label} (${panel.seconds.toFixed(2)} s)`).join(', ');
  return composeFigure({
    width,
    height: lines * rowHeight + 16,
    body: body.join('') + colourBar(topDb, width - margin.right + 14, labelHeight, plotHeight),
    title: options.title,
    subtitle:
      options.subtitle ?? `Decibels below the loudest bin of ${loudest === 'all' ? 'all panels' : 'each panel'}`,
    description:
      options.description ??
      `${options.title ?? 'Spectrograms'}. Levels by time and frequency from 0 to ${fmax / 1000} kHz, ${panels.length} panels: ${named}.`,
  });
}
