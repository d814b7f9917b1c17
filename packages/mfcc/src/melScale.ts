import { requireInteger, requireNotNegative, requireOption, requirePositive } from './checks';

/** Which mel scale. */
export interface MelScaleOptions {
  /** True: HTK's, 2595 log10(1 + f / 700). False (default): Slaney's, linear below 1 kHz and logarithmic above. */
  readonly htk?: boolean;
}

/** Slaney's Auditory Toolbox: linear below 1 kHz (3 mel each 200 Hz), logarithmic above (27 mel each factor of 6.4). */
const HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

/**
 * A frequency on the mel scale.
 *
 * @param hz finite, not negative
 * @throws MfccError `INVALID_OPTION` for a frequency that is negative or not finite
 * @example
 * hzToMel(1000); // 15
 * @see librosa 0.11 `hz_to_mel`, within 1e-12
 */
export function hzToMel(hz: number, { htk = false }: MelScaleOptions = {}): number {
  requireNotNegative('hzToMel', 'hz', hz);
  if (htk) return 2595 * Math.log10(1 + hz / 700);
  return hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

/**
 * The inverse of `hzToMel`, in Hz.
 *
 * @param mel finite, not negative
 * @throws MfccError `INVALID_OPTION` for a value that is negative or not finite
 * @example
 * melToHz(15); // 1000
 * @see librosa 0.11 `mel_to_hz`, within 1e-12
 */
export function melToHz(mel: number, { htk = false }: MelScaleOptions = {}): number {
  requireNotNegative('melToHz', 'mel', mel);
  if (htk) return 700 * (10 ** (mel / 2595) - 1);
  return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

/** Options of `melFrequencies`; names and defaults are librosa 0.11's. */
export interface MelFrequenciesOptions extends MelScaleOptions {
  /** How many. Default 128. */
  readonly nMels?: number;
  /** The first, Hz. Default 0. */
  readonly fmin?: number;
  /** The last, Hz. Default 11025. */
  readonly fmax?: number;
}

/**
 * Frequencies that are equally spaced on the mel scale.
 *
 * @returns nMels values in Hz, from fmin to fmax
 * @throws MfccError `INVALID_OPTION` naming the option
 * @example
 * melFrequencies({ nMels: 3, fmax: 1000 }); // [0, 500, 1000]
 * @see librosa 0.11 `mel_frequencies`, within 1e-12 (relative). The edges of a filterbank of n bands are n + 2 of these
 */
export function melFrequencies(options: MelFrequenciesOptions = {}): Float64Array {
  const { nMels = 128, fmin = 0, fmax = 11025, htk = false } = options;
  requireInteger('melFrequencies', 'nMels', nMels, 1);
  requireNotNegative('melFrequencies', 'fmin', fmin);
  requireOption(
    fmax >= fmin && fmax < Number.POSITIVE_INFINITY,
    'melFrequencies',
    'fmax',
    fmax,
    `at least fmin=${fmin} Hz`,
  );
  const low = hzToMel(fmin, { htk });
  const high = hzToMel(fmax, { htk });
  // The division of the single value's position, 0 / 0, must not happen.
  const steps = Math.max(1, nMels - 1);
  const step = (high - low) / steps;
  return Float64Array.from({ length: nMels }, (_, i) =>
    melToHz(i > 0 && i === nMels - 1 ? high : low + i * step, { htk }),
  );
}

/** Options of `fftFrequencies`; names and defaults are librosa 0.11's. */
export interface FftFrequenciesOptions {
  /** Hz. Default 22050. */
  readonly sampleRate?: number;
  /** Length of the transform, at least 1. Default 2048. */
  readonly nFft?: number;
}

/**
 * The frequency of each bin of a real transform: k sampleRate / nFft.
 *
 * @returns 1 + floor(nFft / 2) values in Hz
 * @throws MfccError `INVALID_OPTION` naming the option
 * @example
 * fftFrequencies({ sampleRate: 16000, nFft: 4 }); // [0, 4000, 8000]
 * @see librosa 0.11 `fft_frequencies`, within 1e-15 (relative)
 */
export function fftFrequencies(options: FftFrequenciesOptions = {}): Float64Array {
  const { sampleRate = 22050, nFft = 2048 } = options;
  requirePositive('fftFrequencies', 'sampleRate', sampleRate);
  requireInteger('fftFrequencies', 'nFft', nFft, 1);
  const spacing = binSpacing(sampleRate, nFft);
  return Float64Array.from({ length: 1 + Math.floor(nFft / 2) }, (_, k) => k * spacing);
}

/** Hz from bin to bin, rounded as numpy's rfftfreq: whether a bin touches a band's edge hangs on it. */
export const binSpacing = (sampleRate: number, nFft: number): number => 1 / (nFft * (1 / sampleRate));
