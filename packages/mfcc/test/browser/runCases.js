import { melSpectrogram, mfcc } from '@ser/mfcc';

/** Rows, one behind the other, of each case: { function, samples, sampleRate, options }. */
export function runCases(cases) {
  const functions = { mfcc, melspectrogram: melSpectrogram };
  return cases.map(({ function: name, samples, sampleRate, options }) => {
    return functions[name]({ samples: Float32Array.from(samples), sampleRate }, options).data;
  });
}
