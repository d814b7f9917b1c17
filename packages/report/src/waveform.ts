import { areaY, axisX, axisY, gridY, lineY, ruleY } from '@observablehq/plot';
import type { AudioClip } from '@ser/dsp';
import { requireFinite } from './checks';
import { composeFigure, type FigureOptions, figureWidth } from './composeFigure';
import { ReportError } from './errors';
import { palette } from './palette';
import { plotPanel } from './plotPanel';

export interface WaveformOptions extends FigureOptions {
  readonly clip: AudioClip;
  /** Amplitude at the top edge, over 0; give two figures the same one to compare them. Default: the clip's own peak. */
  readonly amplitude?: number;
}

interface EnvelopePoint {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest sample of each of `columns` equal spans: what a plot of all samples would look like. */
export function minMaxEnvelope({ samples, sampleRate }: AudioClip, columns: number): EnvelopePoint[] {
  const count = Math.min(columns, samples.length);
  const points: EnvelopePoint[] = [];
  for (let column = 0; column < count; column++) {
    const begin = Math.floor((column * samples.length) / count);
    const end = Math.floor(((column + 1) * samples.length) / count);
    let low = samples[begin]!;
    let high = low;
    for (let index = begin + 1; index < end; index++) {
      const sample = samples[index]!;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    points.push({ seconds: (begin + end - 1) / 2 / sampleRate, low, high });
  }
  return points;
}

/** Refuses clips no axis can be made for, naming the first bad sample. */
export function requireClip(caller: string, { samples, sampleRate }: AudioClip): void {
  if (!Number.isFinite(sampleRate) || sampleRate <= 0) {
    throw new ReportError(
      'INVALID_OPTION',
      `${caller}: clip.sampleRate is ${sampleRate}; a rate over 0 Hz is required`,
    );
  }
  if (samples.length === 0) throw new ReportError('EMPTY', `${caller}: clip.samples is empty; one sample is the least`);
  const bad = samples.findIndex((sample) => !Number.isFinite(sample));
  if (bad !== -1) requireFinite(samples[bad]!, `${caller}: clip.samples[${bad}]`);
}

/**
 * A clip over time (the report's figures 2 and 3): the band between the smallest and the largest sample of each pixel
 * column, seconds below.
 *
 * @param options clip: samples in [-1, 1]; width defaults to 760 px
 * @returns one SVG document
 * @throws ReportError `EMPTY` for no samples, `NOT_FINITE` for a NaN among them, `INVALID_OPTION` for rate, amplitude or width
 * @example
 * ```ts
 * const svg = waveform({ title: 'Tone', clip: { samples: Float32Array.from({ length: 8000 }, (_, n) => Math.sin(n / 9)), sampleRate: 8000 } });
 * ```
 */
export function waveform(options: WaveformOptions): string {
  const { clip } = options;
  requireClip('waveform', clip);
  const width = figureWidth('waveform', options.width, 760);
  const points = minMaxEnvelope(clip, width - 96);
  const peak = points.reduce((most, { low, high }) => Math.max(most, -low, high), 0);
  // Silence still needs an axis.
  const edge = options.amplitude ?? (peak === 0 ? 1 : peak);
  if (!Number.isFinite(edge) || edge <= 0) {
    throw new ReportError('INVALID_OPTION', `waveform: amplitude is ${options.amplitude}; a number over 0 is required`);
  }
  const seconds = clip.samples.length / clip.sampleRate;
  const height = 210;
  const everySample = points.length === clip.samples.length;
  const { markup } = plotPanel(
    {
      width,
      height,
      marginTop: 8,
      marginBottom: 44,
      marginLeft: 64,
      marginRight: 24,
      x: { domain: [0, seconds] },
      y: { domain: [-edge, edge], clamp: true },
      marks: [
        gridY({ className: 'ser-grid', stroke: palette.grid, strokeOpacity: 1, ticks: 5 }),
        axisX({ label: 'seconds', labelAnchor: 'center', labelArrow: false, labelOffset: 36, ticks: 7 }),
        axisY({ label: 'amplitude', labelAnchor: 'center', labelArrow: false, labelOffset: 50, ticks: 5, tickSize: 0 }),
        ruleY([0], { strokeOpacity: 0.35 }),
        // The faint outline keeps quiet stretches visible: there the band is thinner than a pixel.
        areaY(points, {
          x: 'seconds',
          y1: 'low',
          y2: 'high',
          fill: palette.blue,
          className: 'ser-fill',
        }),
        ...['low', 'high']
          .slice(0, everySample ? 1 : 2)
          .map((side) =>
            lineY(points, { x: 'seconds', y: side, stroke: palette.blue, strokeWidth: 0.7, className: 'ser-first' }),
          ),
      ],
    },
    options.document,
  );
  const facts = `${seconds.toFixed(2)} s at ${clip.sampleRate.toLocaleString('en-GB')} Hz, peak ${peak.toFixed(3)}`;
  return composeFigure({
    width,
    height,
    body: markup,
    title: options.title,
    subtitle: options.subtitle ?? facts,
    description: options.description ?? `${options.title ?? 'Waveform'}. Amplitude over time: ${facts}.`,
  });
}
