// librosa's functions by their own names and options, done by @ser/mfcc: for golden files, whose cases come so.
import {
  amplitudeToDb,
  dbToAmplitude,
  dbToPower,
  dct,
  delta,
  idct,
  type Matrix,
  melFilterbank,
  melFrequencies,
  melSpectrogram,
  mfcc,
  pcen,
  powerToDb,
  stackMemory,
} from '@ser/mfcc';

/** A signal with its rate, or bands in the place of one. */
export interface GoldenInput {
  readonly samples: Float32Array;
  readonly S: Matrix;
}

// biome-ignore lint/suspicious/noExplicitAny: the options come from JSON
type Options = any;

interface GoldenFunction {
  readonly run: (input: GoldenInput, options: Options) => Matrix;
  /** How close: |difference| <= atol + rtol |expected|. */
  readonly rtol: number;
  readonly atol: number;
  readonly unit?: 'dB';
}

const linear = { rtol: 1e-4, atol: 1e-5 };
const decibels = { rtol: 0, atol: 1e-3, unit: 'dB' } as const;

const functions: Record<string, GoldenFunction> = {
  mel: { run: (_, options) => melFilterbank(options), ...linear },
  mel_frequencies: {
    run: (_, options) => ({ data: Float32Array.from(melFrequencies(options)), rows: 1, cols: options.nMels }),
    ...linear,
  },
  melspectrogram: {
    run: ({ samples }, { sampleRate, ...options }) => melSpectrogram({ samples, sampleRate }, options),
    ...linear,
  },
  mfcc: { run: ({ samples }, { sampleRate, ...options }) => mfcc({ samples, sampleRate }, options), rtol: 0, atol: 1e-2 },
  mfcc_S: { run: ({ S }, options) => mfcc({ S, sampleRate: 22050 }, options), rtol: 0, atol: 1e-2 },
  power_to_db: { run: ({ S }, options) => powerToDb(S, options), ...decibels },
  amplitude_to_db: { run: ({ S }, options) => amplitudeToDb(S, options), ...decibels },
  db_to_power: { run: ({ S }, options) => dbToPower(S, options), ...linear },
  db_to_amplitude: { run: ({ S }, options) => dbToAmplitude(S, options), ...linear },
  dct: { run: ({ S }, options) => dct(S, options), ...linear },
  idct: { run: ({ S }, options) => idct(S, options), ...linear },
  delta: { run: ({ S }, options) => delta(S, options), ...linear },
  pcen: { run: ({ S }, options) => pcen(S, options), ...linear },
  stack_memory: { run: ({ S }, options) => stackMemory(S, options), rtol: 0, atol: 0 },
};

export function goldenFunction(name: string): GoldenFunction {
  const found = functions[name];
  if (found === undefined) throw new Error(`goldenFunction: none for '${name}'`);
  return found;
}

/** librosa's option names in camelCase, its axes transposed, its functions and infinities from their names. */
export function ourOptions(options: Record<string, unknown>): Options {
  const named = Object.entries(options).map(([key, value]) => {
    const name = key === 'sr' ? 'sampleRate' : key.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    if (value === 'inf') return [name, Number.POSITIVE_INFINITY];
    if (value === 'median') return [name, median];
    if (key === 'max_axis') return [name, 1 - (value as number)];
    return [name, value];
  });
  return Object.fromEntries(named);
}

function median(values: Float32Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.ceil(middle - 0.5)]!) / 2;
}
