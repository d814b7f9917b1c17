import { scale as plotScale } from '@observablehq/plot';
import { type AudioClip, type Matrix, magnitude, stft } from '@ser/dsp';
import { encode } from 'fast-png';
import { base64 } from './base64';
import { mutedText, px, svgText } from './composeFigure';
import { ReportError } from './errors';

/** Refuses a number outside (0, most]. */
export function requireRange(caller: string, name: string, value: number, most: number): void {
  if (!Number.isFinite(value) || value <= 0 || value > most) {
    throw new ReportError('INVALID_OPTION', `${caller}: ${name} is ${value}; over 0, at most ${most}`);
  }
}

/** Refuses sizes that the transform cannot take. */
export function requireFrames(caller: string, nFft: number, hopLength: number): void {
  requireRange(caller, 'nFft', nFft, 65536);
  requireRange(caller, 'hopLength', hopLength, nFft);
  if (!Number.isInteger(nFft) || nFft % 2 !== 0 || !Number.isInteger(hopLength)) {
    throw new ReportError('INVALID_OPTION', `${caller}: nFft ${nFft} must be even and hopLength ${hopLength} whole`);
  }
}

/** Frames x bins in decibels of full scale; bins without energy are -Infinity. */
export function clipLevels({ samples }: AudioClip, nFft: number, hopLength: number): Matrix {
  const { data, rows, cols } = magnitude(stft(samples, { nFft, hopLength }));
  return { data: data.map((value) => 20 * Math.log10(value)), rows, cols };
}

/** The largest level; -Infinity for silence. */
export function loudestLevel({ data }: Matrix): number {
  return data.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
}

/** Plot's magma scheme at 256 steps. */
function magma(): [number, number, number][] {
  const colour = plotScale({ color: { type: 'linear', scheme: 'magma', domain: [0, 255] } });
  return Array.from({ length: 256 }, (_, step) => {
    const text = String(colour.apply(step));
    const parts = text.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
      : (text.match(/\d+/g) ?? []).map(Number);
    return [parts[0]!, parts[1]!, parts[2]!];
  });
}

export interface RasterOptions {
  /** The level at the bright end, in dB. */
  readonly loudest: number;
  /** Decibels below it at which the dark end lies. */
  readonly topDb: number;
  /** How many of the bins, from the lowest. */
  readonly bins: number;
  /** Pixels at most; frames and bins that share one are merged, keeping the loudest. */
  readonly columns: number;
  readonly lines?: number;
}

/** Levels as a PNG data URI: frames to the right, the lowest bin at the bottom, one byte a pixel. */
export function spectrogramRaster({ data, rows, cols }: Matrix, options: RasterOptions): string {
  const { loudest, topDb, bins } = options;
  const width = Math.min(rows, options.columns);
  const height = Math.min(bins, options.lines ?? bins);
  const pixels = new Uint8Array(width * height);
  const spans = (count: number, parts: number) =>
    Array.from({ length: parts + 1 }, (_, part) => Math.floor((part * count) / parts));
  const frameSpans = spans(rows, width);
  const binSpans = spans(bins, height);
  for (let line = 0; line < height; line++) {
    for (let column = 0; column < width; column++) {
      let level = loudest - topDb;
      for (let frame = frameSpans[column]!; frame < frameSpans[column + 1]!; frame++) {
        for (let bin = binSpans[line]!; bin < binSpans[line + 1]!; bin++) {
          const own = data[frame * cols + bin]!;
          if (own > level) level = own;
        }
      }
      // Silence has no loudest bin: it is the dark end everywhere.
      const share = loudest === Number.NEGATIVE_INFINITY ? 0 : 1 + (level - loudest) / topDb;
      pixels[(height - 1 - line) * width + column] = Math.round(255 * share);
    }
  }
  const png = encode(
    { width, height, data: pixels, channels: 1, palette: magma() },
    // The slowest level: these bytes are in every copy of the report.
    { zlib: { level: 9 } },
  );
  return `data:image/png;base64,${base64(png)}`;
}

/** The scale beside a spectrogram. Cells instead of a gradient: that needs an id, and ids clash when figures share a page. */
export function colourBar(topDb: number, x: number, y: number, height: number): string {
  const map = magma();
  const steps = 64;
  let bar = '';
  for (let step = 0; step < steps; step++) {
    const top = y + height * (1 - (step + 1) / steps);
    const colour = `rgb(${map[Math.round((255 * step) / (steps - 1))]!.join(',')})`;
    // Half a pixel of overlap hides the seams of anti-aliasing.
    bar += `<rect x="${px(x)}" y="${px(top)}" width="12" height="${px(height / steps + (step > 0 ? 0.5 : 0))}" fill="${colour}"/>`;
  }
  for (const [level, at] of [
    [0, 0],
    [topDb / 2, 0.5],
    [topDb, 1],
  ] as const) {
    const text = level === 0 ? '0 dB' : `\u2212${px(level)}`;
    bar += svgText(text, x + 18, y + height * at + (at === 0 ? 10 : at === 1 ? 0 : 4), { ...mutedText });
  }
  return bar;
}
