import { checkPositiveInteger } from './checks';
import { FeatureError } from './errors';

export interface PitchTuningOptions {
  /** Width of a histogram bin in fractions of a band, in (0, 1]. Default 0.01. */
  resolution?: number;
  /** Bands an octave. Default 12. */
  binsPerOctave?: number;
}

/**
 * How far frequencies lie from A440's semitones: the mode of a histogram of their deviations in [-0.5, 0.5) of a band.
 *
 * Of a Float32Array it computes in float32, as numpy does: on which side of a bin's edge a frequency lies may depend on it.
 *
 * @param frequencies Hz; those of 0 or less are left out.
 * @returns the lower edge of the fullest bin (the lowest of several as full), in [-0.5, 0.5); 0 for no frequencies.
 * @throws FeatureError `INVALID_OPTION`, also for a frequency that is not finite.
 * @see librosa.pitch_tuning 0.11.0: the same bin.
 * @example
 * pitchTuning([440 * 2 ** (0.251 / 12), 880 * 2 ** (0.251 / 12)]); // 0.25
 */
export function pitchTuning(frequencies: ArrayLike<number>, options: PitchTuningOptions = {}): number {
  const { resolution = 0.01, binsPerOctave = 12 } = options;
  if (!(resolution > 0 && resolution <= 1)) {
    throw new FeatureError('INVALID_OPTION', `pitchTuning: resolution must lie in (0, 1], received ${resolution}`);
  }
  checkPositiveInteger('pitchTuning', 'binsPerOctave', binsPerOctave);
  const isFloat32 = ArrayBuffer.isView(frequencies) && (frequencies as Float32Array).BYTES_PER_ELEMENT === 4;
  const round = isFloat32 ? Math.fround : (value: number) => value;
  const bins = Math.ceil(1 / resolution);
  const counts = new Uint32Array(bins);
  for (let i = 0; i < frequencies.length; i++) {
    const frequency = frequencies[i]!;
    if (!Number.isFinite(frequency)) {
      throw new FeatureError('INVALID_OPTION', `pitchTuning: frequencies[${i}] is ${frequency}; expected finite Hz`);
    }
    if (!(frequency > 0)) continue;
    const octaves = round(Math.log2(round(frequency / 27.5)));
    const bands = round(binsPerOctave * octaves);
    let residual = round(bands - Math.floor(bands));
    if (residual >= 0.5) residual -= 1;
    counts[histogramBin(residual, bins)]!++;
  }
  if (counts.every((count) => count === 0)) return 0;
  let mode = 0;
  for (let bin = 1; bin < bins; bin++) if (counts[bin]! > counts[mode]!) mode = bin;
  return edge(mode, bins);
}

/** Edges as numpy.linspace(-0.5, 0.5, bins + 1) makes them. */
function edge(bin: number, bins: number): number {
  return bin === bins ? 0.5 : bin * (1 / bins) - 0.5;
}

function histogramBin(value: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.floor((value + 0.5) * bins)));
  // The product above can round across an edge; the edges decide.
  while (bin > 0 && value < edge(bin, bins)) bin--;
  while (bin < bins - 1 && value >= edge(bin + 1, bins)) bin++;
  return bin;
}
