// The table of agreement in the README of @ser/dsp: the largest difference from each golden file.
//   node --conditions=@ser/source --import tsx -e "require('./tools/golden/dspDifferences.ts')"
// SER_RAVDESS names a folder of RAVDESS for the real clips. Required, not run, as the tests' helpers are CommonJS.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { autocorrelate, createRfft, deemphasis, getWindow, istft, pad, preemphasis, resample, split, stft, trim } from '@ser/dsp';
import { float32, float64, golden, golden011, kaiserFast, pick, stftOptions, testSignal } from '../../packages/dsp/test/golden';
import { readWav } from '../../packages/dsp/test/readWav';
import { ravdessFolder } from './ravdess';
import { lcgNoise } from './signals';

const corpus = ravdessFolder();
const rows: string[] = [];
const largest = (values: ArrayLike<number>) => Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const gap = (actual: ArrayLike<number>, expected: ArrayLike<number>) => largest(Array.from(expected, (x, i) => x - actual[i]!));

const text = (value: number, of: string) => (value === 0 ? '0' : value.toExponential(1) + of);

/** Prints the largest of the differences. */
function row(what: string, source: string, of: string, differences: readonly number[]): void {
  rows.push(`| ${what} | ${source} | ${text(Math.max(...differences), of)} |`);
}

function transform(n: number): number {
  const x = lcgNoise(n, 5);
  const plan = createRfft(n);
  const [re, im] = [new Float64Array(plan.bins), new Float64Array(plan.bins)];
  plan.forward(x, re, im);
  const [sumRe, sumIm] = [new Float64Array(plan.bins), new Float64Array(plan.bins)];
  for (let k = 0; k < plan.bins; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (2 * Math.PI * ((j * k) % n)) / n;
      sumRe[k]! += x[j]! * Math.cos(angle);
      sumIm[k]! -= x[j]! * Math.sin(angle);
    }
  }
  return Math.max(gap(re, sumRe), gap(im, sumIm)) / Math.max(largest(sumRe), largest(sumIm));
}

function clip(file: string): Float32Array {
  return readWav(readFileSync(join(corpus ?? '', 'as-distributed', file))).samples;
}

row('`rfft` of 2 to 300, 400, 441, 1000, 1023, 2047, 4099 samples', 'the definition, in float64', ' of the largest bin', [
  ...Array.from({ length: 299 }, (_, i) => transform(i + 2)),
  ...[400, 441, 1000, 1023, 2047, 4099].map(transform),
]);
row(`\`getWindow\`, ${new Set(golden011.windows.map(({ window }) => String(window))).size} windows, periodic and symmetric`, 'scipy 1.17 `get_window`', '', golden011.windows.map(({ window, length, fftbins, values }) =>
  gap(getWindow(window, length, { fftbins }), float64(values)),
));
row('`pad`, 10 modes', 'numpy 2.4 `pad`', '', golden011.pads.map(({ length, values, ...options }) =>
  gap(pad(lcgNoise(7, 3).subarray(0, length), options), float64(values)),
));
const spectra = golden011.stft.map((expected) => {
  const options = stftOptions(expected.options);
  const signal = testSignal(expected.signal);
  const spectrum = stft(signal, options);
  const { padMode: _, ...inverse } = options;
  const back = istft(spectrum, { ...inverse, length: signal.length });
  const forward = Math.max(
    gap(pick(spectrum.re, expected.stft.index), float32(expected.stft.re)),
    gap(pick(spectrum.im, expected.stft.index), float32(expected.stft.im)),
  );
  return {
    forward: forward / (expected.largest || 1),
    inverse: options.center === false ? 0 : gap(pick(back, expected.istft.index), float32(expected.istft.values)),
  };
});
row(`\`stft\`, ${spectra.length} sets of options`, 'librosa 0.11 `stft`', ' of the largest bin', spectra.map(({ forward }) => forward));
row('`istft` of these, with `center`', 'librosa 0.11 `istft`', '', spectra.map(({ inverse }) => inverse));
if (corpus) {
  row(`\`stft\` of ${golden011.clips.length} real clips at 48 kHz, nFft 1023`, 'librosa 0.11 `stft`', ' of the largest bin', golden011.clips.map((expected) => {
    const spectrum = stft(clip(expected.file), { nFft: 1023, hopLength: 400, winLength: 960, padMode: 'reflect' });
    return gap(pick(spectrum.re, expected.stft.index), float32(expected.stft.re)) / expected.largest;
  }));
}
const vowel = testSignal('vowel');
const correlation = autocorrelate(vowel);
row('`autocorrelate`', 'librosa 0.11 (in float32)', ' of the first', [
  gap(pick(correlation, golden011.autocorrelate.index), float32(golden011.autocorrelate.values)) / correlation[0]!,
]);
row('`preemphasis`', 'librosa 0.11', '', golden011.emphasis.map(({ options, preemphasis: { index, values } }) =>
  gap(pick(preemphasis(vowel, options), index), float32(values)),
));
row('`deemphasis`', 'librosa 0.11 (in float32)', '', golden011.emphasis.map(({ options, deemphasis: { index, values } }) =>
  gap(pick(deemphasis(vowel, options), index), float32(values)),
));
row('`trim`, `split`: samples at which sound begins and ends', 'librosa 0.11', '', golden011.intervals.map((expected) => {
  const { ref, top_db: topDb, frame_length: frameLength, hop_length: hopLength } = expected.options;
  const options = { ref, topDb, frameLength, hopLength };
  const { start, end } = trim(testSignal(expected.signal), options);
  return gap([start, end, ...split(testSignal(expected.signal), options).flat()], [...expected.trim, ...expected.split.flat()]);
}));
for (const [resampler, cases] of [['kaiser_best', golden.resample], ['kaiser_fast', kaiserFast.resample]] as const) {
  row(`\`resample\` by \`${resampler}\`, 6 ratios, a vowel`, 'resampy 0.2.2', ' of the peak', cases.map(({ from, to, index, values }) =>
    gap(pick(resample(vowel, from, to, { resampler }), index), float32(values)) / largest(vowel),
  ));
}
if (corpus) {
  row(`\`resample\` by \`kaiser_best\`, ${golden.clips.length} real clips, 2 ratios`, 'resampy 0.2.2', ' of the peak', golden.clips.flatMap(({ file, peak, load, pitch }) =>
    [load, pitch].map(({ from, to, index, values }) => gap(pick(resample(clip(file), from, to), index), float32(values)) / peak),
  ));
}
console.log(`| what | agrees with | largest difference measured |\n|---|---|---|\n${rows.join('\n')}`);
