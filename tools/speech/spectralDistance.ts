import { createRfft, getWindow } from '@ser/dsp';

/** In dB below the loudest bin of the clip: what lies lower does not count. */
const RANGE_DB = 50;
/** In dB below the same: frames whose loudest bin is lower are silence. */
const SILENCE_DB = 30;

export interface DistanceOptions {
  /** Length of frames in samples. */
  readonly nFft: number;
  /** Between frames, in samples. */
  readonly hopLength: number;
  /** How far off its time a frame of the reference may be to count as the same, in samples: the nearest one counts. Default 0. */
  readonly tolerance?: number;
}

/**
 * Log-spectral distance in dB of a clip at `rate` times the tempo from the clip it was made of: the root mean square over bins, the mean
 * over frames, each against the frame of the same time.
 */
export function spectralDistance(
  stretched: Float32Array,
  reference: Float32Array,
  rate: number,
  { nFft, hopLength, tolerance = 0 }: DistanceOptions,
): number {
  const levelsOf = (samples: Float32Array) => createLevels(samples, nFft);
  const [levels, wanted] = [levelsOf(stretched), levelsOf(reference)];
  const all = Array.from({ length: Math.floor(reference.length / hopLength) }, (_, i) => wanted(i * hopLength, -1e9));
  const loudest = Math.max(...all.map((frame) => Math.max(...frame)));
  const offsets = tolerance === 0 ? [0] : Array.from({ length: 25 }, (_, i) => ((i - 12) / 12) * tolerance);
  let total = 0;
  let count = 0;
  for (let at = hopLength; at < stretched.length - hopLength; at += hopLength) {
    const frame = levels(at, loudest - RANGE_DB);
    const candidates = offsets.map((offset) => wanted(at * rate + offset, loudest - RANGE_DB));
    if (Math.max(...frame) < loudest - SILENCE_DB) continue;
    total += Math.min(...candidates.map((candidate) => rmsDifference(frame, candidate)));
    count++;
  }
  return total / count;
}

/** Levels in dB of the bins of the frame centred on a sample, none below a floor. */
function createLevels(samples: Float32Array, nFft: number): (centre: number, floor: number) => Float64Array {
  const plan = createRfft(nFft);
  const window = getWindow('hann', nFft);
  const input = new Float64Array(nFft);
  const re = new Float64Array(plan.bins);
  const im = new Float64Array(plan.bins);
  return (centre, floor) => {
    const start = Math.round(centre) - nFft / 2;
    for (let i = 0; i < nFft; i++) input[i] = window[i]! * (samples[start + i] ?? 0);
    plan.forward(input, re, im);
    return re.map((x, k) => Math.max(floor, 10 * Math.log10(x * x + im[k]! * im[k]! + 1e-30)));
  };
}

function rmsDifference(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]!) ** 2, 0) / a.length);
}
