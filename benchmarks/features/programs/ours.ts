// Our calculator: arguments TITLE FILES (JSON).
import { type LoadOptions, load } from '@ser/audio-io';
import { noise, pitchShift, timeStretch } from '@ser/augment';
import { type AudioClip, resample, stft } from '@ser/dsp';
import { chromaStft, pyin, report162, reportMfcc, rms, yin, zeroCrossingRate } from '@ser/features';
import { createMfccStream, melSpectrogram, mfcc } from '@ser/mfcc';
import { answerRequests } from './answerRequests';
import { clipFiles, readClip } from './readClip';

type Resampler = NonNullable<LoadOptions['resampler']>;

const files = clipFiles();
const { file, offset, duration } = files;
const [original, clip, speech] = ([48000, 22050, 16000] as const).map((rate) => readClip(files, rate)) as [
  AudioClip,
  AudioClip,
  AudioClip,
];
/** C2 to C7. */
const pitchRange = { fmin: 65.4, fmax: 2093 };
const stretched = timeStretch({ rate: 0.8 });
const shifted = (resampler: Resampler) => pitchShift({ nSteps: 0.7, resampler });
const noisy = noise({ amplitude: 0.035 });

/** Zero-crossing rate, chroma, MFCC, RMS and mel are of different sizes, so each is compared by its own. */
function row(of: AudioClip): Float32Array[] {
  const values = report162(of);
  return [0, 1, 13, 33, 34].map((from, i, starts) => values.subarray(from, starts[i + 1]));
}

/** The report's: three rows of 162 features, and the MFCC image. The noise is another in Python, so its row is not compared. */
async function recipe(resampler: Resampler): Promise<unknown> {
  const features = await load(file, { offset: 0.4, duration, resampler });
  const withNoise = noisy.render(features, { uniform: 0.5, seed: '6' });
  const slow = stretched.render(features, { rate: 0.8 });
  const rows = [features, withNoise, shifted(resampler).render(slow, { nSteps: 0.7 })].map(row);
  const image = reportMfcc(await load(file, { offset, duration, resampler }));
  return [rows[0], rows[2], image];
}

const stream = createMfccStream({ sampleRate: 16000, nFft: 512, hopLength: 160, nMels: 40, nMfcc: 13 });
function streamed(): Float32Array {
  const rows: Float32Array[] = [];
  for (let from = 0; from < speech.samples.length; from += 128) {
    rows.push(stream.push(speech.samples.subarray(from, from + 128)).data);
  }
  stream.flush();
  const values = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  rows.reduce((at, data) => {
    values.set(data, at);
    return at + data.length;
  }, 0);
  return values;
}

await answerRequests(process.argv[2] ?? '', {
  loadSinc: () => load(file, { offset, duration, resampler: 'sinc_hq' }),
  loadKaiser: () => load(file, { offset, duration, resampler: 'kaiser_best' }),
  resampleSinc: () => resample(original.samples, 48000, 22050, { resampler: 'sinc_hq' }),
  resampleKaiser: () => resample(original.samples, 48000, 22050, { resampler: 'kaiser_best' }),
  stft: () => stft(clip.samples),
  mfcc2048: () => mfcc(clip),
  mfcc512: () => mfcc(clip, { nFft: 512, hopLength: 256 }),
  mfccFrames: () => mfcc(clip, { center: false, topDb: null }),
  mfccStream: streamed,
  melSpectrogram: () => melSpectrogram(clip),
  chromaStft: () => chromaStft(clip),
  zeroCrossingRate: () => zeroCrossingRate(clip),
  rms: () => rms(clip),
  yin: () => yin(clip, pitchRange),
  pyin: () => pyin(clip, pitchRange),
  timeStretch: () => stretched.render(clip, { rate: 0.8 }),
  pitchShiftSinc: () => shifted('sinc_hq').render(clip, { nSteps: 0.7 }),
  pitchShiftKaiser: () => shifted('kaiser_best').render(clip, { nSteps: 0.7 }),
  report162: () => row(clip),
  recipeSinc: () => recipe('sinc_hq'),
  recipeKaiser: () => recipe('kaiser_best'),
});
