import { type AudioClip, createPowerFrames, type Matrix, type PowerFrames, pad } from '@ser/dsp';
import { melSpectrogram, mfcc, powerToDb } from '@ser/mfcc';
import { checkClip } from './checks';
import { chromaOf } from './chromaStft';
import { defineFeatureSet, type FeatureSet } from './defineFeatureSet';
import { rms } from './rms';
import { writeSquares } from './squares';
import { zeroCrossingRate } from './zeroCrossingRate';

// The report computed with librosa 0.8.1, whose centred transforms pad by reflection; 0.11 pads by zeros. Said here once.
const FRAMES = { hopLength: 512, center: true, padMode: 'reflect' } as const;
const N_FFT = 2048;
const N_MELS = 128;
const N_MFCC = 20;

/** The report's 162 columns in its order. */
const columns: readonly string[] = [
  'zeroCrossingRate',
  ...['C', 'Cs', 'D', 'Ds', 'E', 'F', 'Fs', 'G', 'Gs', 'A', 'As', 'B'].map((name) => `chroma_${name}`),
  ...Array.from({ length: N_MFCC }, (_, i) => `mfcc_${String(i).padStart(2, '0')}`),
  'rms',
  ...Array.from({ length: N_MELS }, (_, i) => `mel_${String(i).padStart(3, '0')}`),
];

const units: readonly string[] = columns.map((name) => (name.startsWith('mfcc') ? 'dB' : '1'));

/**
 * The report's features of one clip: means over frames of zero-crossing rate (1), chroma of the magnitude spectrogram (12),
 * MFCC (20), RMS (1) and mel power spectrogram (128), in this order.
 *
 * Frames 2048 / 512, librosa 0.8.1 semantics (padding 'reflect'); one spectrogram serves chroma, mel and MFCC.
 *
 * @param clip 22,050 Hz in the report; other rates work and give other values
 * @returns 162 finite values
 * @throws FeatureError `INVALID_CLIP`, `EMPTY_CLIP`, `NON_FINITE_SAMPLES`.
 * @see reproduction card, section B; librosa 0.8.1: each block within 1e-4 of its largest value, but where chroma's tuning ties
 * @example
 * report162({ samples: new Float32Array(57330), sampleRate: 22050 }).length; // 162
 */
export function report162(clip: AudioClip): Float32Array {
  checkClip('report162', clip);
  const { samples, sampleRate } = clip;
  const amplitude = magnitudes(samples);
  const mel = melSpectrogram({ S: squared(amplitude), sampleRate }, { nFft: N_FFT, nMels: N_MELS });
  const logMel = powerToDb(mel, { ref: 1, amin: 1e-10, topDb: 80 });
  const blocks = [
    zeroCrossingRate(clip, { frameLength: N_FFT, hopLength: FRAMES.hopLength, center: true }),
    chromaOf('report162', { S: amplitude, sampleRate, nFft: N_FFT }),
    // MFCCs are a linear map of each frame, so that of the mean frame is their mean.
    mfcc({ S: meanFrame(logMel), sampleRate }, { nMfcc: N_MFCC }),
    rms(clip, { frameLength: N_FFT, ...FRAMES }),
    mel,
  ];
  const values = new Float32Array(columns.length);
  let at = 0;
  for (const block of blocks) {
    writeColumnMeans(block, values, at);
    at += block.cols;
  }
  return values;
}

/** `report162` as a feature set: named columns, and a reference that crosses to worker threads. */
export const report162Features: FeatureSet = defineFeatureSet({
  name: 'report162',
  version: '1',
  columns,
  units,
  shape: [columns.length],
  extract: report162,
  reference: { module: '@ser/features', export: 'report162Features' },
});

let frames: PowerFrames | undefined;

// Nobody outside sees these two, so that each clip may use the last one's memory: to get a new half megabyte from the system
// takes longer than to fill it.
let amplitudes = new Float32Array(0);
let powers = new Float32Array(0);

/** As `magnitude(stft(samples))`, to the bit. */
function magnitudes(samples: Float32Array): Matrix {
  const { hopLength, padMode } = FRAMES;
  frames ??= createPowerFrames({ nFft: N_FFT, hopLength, power: 1 });
  const signal = pad(samples, { left: N_FFT / 2, right: N_FFT / 2, mode: padMode });
  const rows = 1 + Math.floor((signal.length - N_FFT) / hopLength);
  if (amplitudes.length < rows * frames.bins) amplitudes = new Float32Array(rows * frames.bins);
  const data = amplitudes.subarray(0, rows * frames.bins);
  frames.compute(signal, 0, rows, data);
  return { data, rows, cols: frames.bins };
}

function squared({ data, rows, cols }: Matrix): Matrix {
  if (powers.length < data.length) powers = new Float32Array(data.length);
  const power = powers.subarray(0, data.length);
  writeSquares(data, power);
  return { data: power, rows, cols };
}

function meanFrame(matrix: Matrix): Matrix {
  const data = new Float32Array(matrix.cols);
  writeColumnMeans(matrix, data, 0);
  return { data, rows: 1, cols: matrix.cols };
}

function writeColumnMeans({ data, rows, cols }: Matrix, out: Float32Array, at: number): void {
  const sums = new Float64Array(cols);
  for (let row = 0, i = 0; row < rows; row++) for (let col = 0; col < cols; col++, i++) sums[col]! += data[i]!;
  for (let col = 0; col < cols; col++) out[at + col] = sums[col]! / rows;
}
