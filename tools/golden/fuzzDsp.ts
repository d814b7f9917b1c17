// Run by fuzz_dsp.py: the same signals and options by @ser/dsp, beside what librosa gave.
import { readFileSync } from 'node:fs';
import { getWindow, istft, split, type StftOptions, stft, trim } from '@ser/dsp';

type Refused = { error: string };
type Case =
  | {
      kind: 'stft';
      samples: string;
      options: Record<string, unknown>;
      expected: Refused | { rows: number; cols: number; re: string; im: string; back: Refused | { y: string } };
    }
  | {
      kind: 'trim';
      samples: string;
      options: Record<string, number>;
      expected: Refused | { trim: number[]; split: number[][] };
    };

const float32 = (text: string) => new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
const isRefused = (outcome: object): outcome is Refused => 'error' in outcome;
const counts = { compared: 0, refusedByBoth: 0, different: 0 };
const worst = { stft: 0, istft: 0 };

function report(what: string, testCase: Case): void {
  counts.different++;
  console.log(`${what}: ${float32(testCase.samples).length} samples, ${JSON.stringify(testCase.options)}`);
}

/** Undefined, and a line, when one of the two refuses what the other takes. */
function attempt<T>(testCase: Case, expected: object, run: () => T): T | undefined {
  let ours: T;
  try {
    ours = run();
  } catch (error) {
    if (isRefused(expected)) counts.refusedByBoth++;
    else report(`only @ser/dsp refuses (${(error as Error).message})`, testCase);
    return undefined;
  }
  if (!isRefused(expected)) return ours;
  report(`only librosa refuses (${expected.error})`, testCase);
  return undefined;
}

/** Sums of squared windows, which istft divides by: where they are small, all is rounding. */
function windowSums(options: Required<StftOptions>, rows: number, length: number): Float64Array {
  const { nFft, hopLength, winLength, center } = options;
  const weights = getWindow(options.window as Parameters<typeof getWindow>[0], winLength);
  const sums = new Float64Array(length);
  const first = Math.floor((nFft - winLength) / 2) - (center ? Math.floor(nFft / 2) : 0);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < winLength; i++) {
      const at = row * hopLength + first + i;
      if (at >= 0 && at < length) sums[at]! += weights[i]! ** 2;
    }
  }
  return sums;
}

function compareStft(testCase: Extract<Case, { kind: 'stft' }>): void {
  const { n_fft, hop_length, win_length, pad_mode, ...rest } = testCase.options;
  const options = { ...rest, nFft: n_fft, hopLength: hop_length, winLength: win_length, padMode: pad_mode } as Required<StftOptions>;
  const { expected } = testCase;
  const spectrum = attempt(testCase, expected, () => stft(float32(testCase.samples), options));
  if (spectrum === undefined || isRefused(expected)) return;
  if (spectrum.rows !== expected.rows || spectrum.cols !== expected.cols) return report('another shape', testCase);
  counts.compared++;
  const [re, im] = [float32(expected.re), float32(expected.im)];
  let [gap, peak] = [0, 0];
  for (let i = 0; i < re.length; i++) {
    gap = Math.max(gap, Math.abs(re[i]! - spectrum.re[i]!), Math.abs(im[i]! - spectrum.im[i]!));
    peak = Math.max(peak, Math.hypot(re[i]!, im[i]!));
  }
  if (gap > 1e-6 * peak) return report(`stft differs by ${gap} of ${peak}`, testCase);
  worst.stft = Math.max(worst.stft, peak > 0 ? gap / peak : 0);

  const back = attempt(testCase, expected.back, () => istft(spectrum, options));
  if (back === undefined || isRefused(expected.back)) return;
  const y = float32(expected.back.y);
  if (y.length !== back.length) return report('another length of istft', testCase);
  const sums = windowSums(options, spectrum.rows, y.length);
  const backGap = y.reduce((most, value, i) => (sums[i]! > 1e-3 ? Math.max(most, Math.abs(value - back[i]!)) : most), 0);
  if (backGap > 1e-4) return report(`istft differs by ${backGap}`, testCase);
  worst.istft = Math.max(worst.istft, backGap);
}

function compareTrim(testCase: Extract<Case, { kind: 'trim' }>): void {
  const { top_db: topDb, frame_length: frameLength, hop_length: hopLength } = testCase.options;
  const samples = float32(testCase.samples);
  const { expected } = testCase;
  const options = { topDb, frameLength, hopLength };
  const ours = attempt(testCase, expected, () => ({ ...trim(samples, options), intervals: split(samples, options) }));
  if (ours === undefined || isRefused(expected)) return;
  counts.compared++;
  const same = JSON.stringify([[ours.start, ours.end], ours.intervals]) === JSON.stringify([expected.trim, expected.split]);
  if (!same) report('other intervals', testCase);
}

for (const testCase of JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Case[]) {
  if (testCase.kind === 'stft') compareStft(testCase);
  else compareTrim(testCase);
}
console.log({ ...counts, largestDifference: worst });
