import { axisX, axisY, image, scale as plotScale } from '@observablehq/plot';
import { type AudioClip, type Matrix, magnitude, stft } from '@ser/dsp';
import { encode } from 'fast-png';
import { composeFigure, type FigureOptions, figureWidth, mutedText, px, svgText } from './composeFigure';
import { ReportError } from './errors';
import { plotPanel } from './plotPanel';
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

/** Decibels below the largest magnitude, from 0 down to -topDb; silence is -topDb everywhere. */
function decibels({ data }: Matrix, topDb: number): Float32Array {
  let largest = 0;
  for (const value of data) if (value > largest) largest = value;
  return Float32Array.from(data, (value) => {
    const level = value === 0 || largest === 0 ? -topDb : 20 * Math.log10(value / largest);
    return Math.max(-topDb, level);
  });
}

/** Plot's magma scheme at 256 steps, as bytes. */
function magma(): Uint8Array {
  const colour = plotScale({ color: { type: 'linear', scheme: 'magma', domain: [0, 255] } });
  const bytes = new Uint8Array(3 * 256);
  for (let step = 0; step < 256; step++) {
    const text = String(colour.apply(step));
    const parts = text.startsWith('#')
      ? [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16))
      : (text.match(/\d+/g) ?? []).map(Number);
    bytes.set(parts.slice(0, 3), 3 * step);
  }
  return bytes;
}

// Not `btoa`: the argument would be a string of the whole file, and Node and browsers share this loop.
function base64(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!;
    text += left > 1 ? alphabet[(group >> 6) & 63]! : '=';
    text += left > 2 ? alphabet[group & 63]! : '=';
  }
  return text;
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
  for (const [name, value, most] of [
    ['nFft', nFft, 65536],
    ['hopLength', hopLength, nFft],
    ['fmax', fmax, sampleRate / 2],
    ['topDb', topDb, 300],
  ] as const) {
    if (!Number.isFinite(value) || value <= 0 || value > most) {
      throw new ReportError('INVALID_OPTION', `spectrogramFigure: ${name} is ${value}; over 0, at most ${most}`);
    }
  }
  if (!Number.isInteger(nFft) || nFft % 2 !== 0 || !Number.isInteger(hopLength)) {
    throw new ReportError(
      'INVALID_OPTION',
      `spectrogramFigure: nFft ${nFft} must be even and hopLength ${hopLength} whole`,
    );
  }
  const width = figureWidth('spectrogramFigure', options.width, 760);
  const spectrum = magnitude(stft(clip.samples, { nFft, hopLength }));
  const levels = decibels(spectrum, topDb);
  const bins = Math.min(spectrum.cols, Math.floor((fmax * nFft) / sampleRate) + 1);
  // At most one column a CSS pixel: more frames than that are merged, keeping the loudest.
  const columns = Math.min(spectrum.rows, width);
  const map = magma();
  const pixels = new Uint8Array(3 * columns * bins);
  for (let column = 0; column < columns; column++) {
    const begin = Math.floor((column * spectrum.rows) / columns);
    const end = Math.max(begin + 1, Math.floor(((column + 1) * spectrum.rows) / columns));
    for (let bin = 0; bin < bins; bin++) {
      let level = -topDb;
      for (let row = begin; row < end; row++) level = Math.max(level, levels[row * spectrum.cols + bin]!);
      const step = Math.round(255 * (1 + level / topDb));
      // Row 0 of an image is its top, where the highest frequency goes.
      const at = 3 * ((bins - 1 - bin) * columns + column);
      pixels.set(map.subarray(3 * step, 3 * step + 3), at);
    }
  }
  const png = encode({ width: columns, height: bins, data: pixels, channels: 3 });

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
          src: () => `data:image/png;base64,${base64(png)}`,
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
    body: markup + colourBar(map, topDb, width - frame.right + 16, frame.top, height - frame.top - frame.bottom),
    title: options.title,
    subtitle: options.subtitle ?? facts,
    description:
      options.description ??
      `${options.title ?? 'Spectrogram'}. Level by time and frequency from 0 to ${fmax / 1000} kHz: ${facts}.`,
  });
}

// Cells instead of a gradient: a gradient needs an id, and ids clash when figures share a page.
function colourBar(map: Uint8Array, topDb: number, x: number, y: number, height: number): string {
  const steps = 64;
  let bar = '';
  for (let step = 0; step < steps; step++) {
    const at = 3 * Math.round((255 * step) / (steps - 1));
    const top = y + height * (1 - (step + 1) / steps);
    const colour = `rgb(${map[at]},${map[at + 1]},${map[at + 2]})`;
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
