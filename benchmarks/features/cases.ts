/** Whose times stand beside ours. */
export type PeerName = 'librosa' | 'plain' | 'meyda' | 'essentia';

/**
 * How far a peer's arrays may lie from ours, as a part of each array's largest value; 'shape' where the peer means other
 * numbers by the same name, so that only their count can be compared and that all are finite.
 */
export type Tolerance = number | 'shape';

export interface Case {
  readonly title: string;
  /** Who computes it too, and how nearly the same. */
  readonly peers: Partial<Record<PeerName, Tolerance>>;
}

/** Float32 where the other has float64, and sums in another order. */
const ROUNDING = 2e-5;
/** WebAssembly does the plain code's operations, in the plain code's order. */
const SAME = 0;
/** But for numbers that should be 0, where its transform of two frames at once leaves another remainder. */
const SAME_BUT_ZEROS = 1e-12;
/** Without it `sinc_hq` sums weights, with it it transforms blocks. */
const SUMS_OR_BLOCKS = 4e-6;
/** Two filters of one class. */
const SINC = 1e-3;
/** One name, two filters: since resampy 0.3 `kaiser_best` is shorter and ends earlier than the report's. */
const KAISER = 3e-2;
/** A vocoder's phases in float32, as librosa 0.8.1 kept them, and in float64. */
const VOCODER = 1e-3;
const VOCODER_AND_SINC = 5e-3;
/** What differences of the filters come to in a row: most in the zero-crossing rate, where noise crosses zero. */
const ROW_OF_SINC = 2e-2;
const ROW_OF_KAISER = 6e-2;
/** essentia.js has a symmetric window. */
const WINDOW = 2e-3;

const listed = {
  loadSinc: { title: '`load`, `sinc_hq` / `soxr_hq`', peers: { librosa: SINC } },
  loadKaiser: { title: '`load`, `kaiser_best`', peers: { librosa: KAISER } },
  resampleSinc: { title: '`resample`, `sinc_hq` / `soxr_hq`', peers: { librosa: SINC, plain: SUMS_OR_BLOCKS } },
  resampleKaiser: { title: '`resample`, `kaiser_best`', peers: { librosa: KAISER, plain: SAME } },
  stft: { title: '`stft`', peers: { librosa: ROUNDING, plain: SAME_BUT_ZEROS } },
  mfcc2048: { title: '`mfcc`, 2048 / 512', peers: { librosa: ROUNDING, plain: SAME } },
  mfcc512: { title: '`mfcc`, 512 / 256', peers: { librosa: ROUNDING, plain: SAME } },
  mfccFrames: {
    title: '`mfcc`, 2048 / 512, neither padding nor floor',
    peers: { librosa: ROUNDING, meyda: 'shape', essentia: WINDOW },
  },
  mfccStream: {
    title: 'MFCC at 16 kHz, 512 / 160, 40 bands, ours in blocks of 128, librosa at once',
    peers: { librosa: ROUNDING, plain: SAME },
  },
  melSpectrogram: { title: '`melSpectrogram`', peers: { librosa: ROUNDING } },
  chromaStft: { title: '`chromaStft`', peers: { librosa: ROUNDING } },
  zeroCrossingRate: { title: '`zeroCrossingRate`', peers: { librosa: ROUNDING } },
  rms: { title: '`rms`', peers: { librosa: ROUNDING } },
  yin: { title: '`yin`', peers: { librosa: ROUNDING } },
  pyin: { title: '`pyin`', peers: { librosa: ROUNDING } },
  timeStretch: { title: '`timeStretch`', peers: { librosa: VOCODER } },
  pitchShiftSinc: { title: '`pitchShift`, `sinc_hq` / `soxr_hq`', peers: { librosa: VOCODER_AND_SINC } },
  pitchShiftKaiser: { title: '`pitchShift`, `kaiser_best`', peers: { librosa: KAISER } },
  report162: { title: '162 features of one row', peers: { librosa: ROUNDING } },
  recipeSinc: { title: 'whole recipe of a clip, `sinc_hq` / `soxr_hq`', peers: { librosa: ROW_OF_SINC } },
  recipeKaiser: { title: 'whole recipe of a clip, `kaiser_best`', peers: { librosa: ROW_OF_KAISER } },
} satisfies Record<string, Case>;

export type CaseName = keyof typeof listed;
/** In the order of the table. */
export const cases: Readonly<Record<CaseName, Case>> = listed;
export const caseNames = Object.keys(cases) as CaseName[];
