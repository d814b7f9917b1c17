// essentia.js: arguments HOME (where it is installed) TITLE FILES (JSON).
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answerRequests } from './answerRequests';
import { byFrame, FRAME } from './frames';
import { clipFiles, readClip } from './readClip';

/** A vector in its memory, freed by hand. */
interface Vector {
  delete(): void;
}

interface Essentia {
  arrayToVector(array: Float32Array): Vector;
  vectorToArray(vector: Vector): Float32Array;
  Windowing(
    frame: Vector,
    normalized: boolean,
    size: number,
    type: string,
    zeroPadding: number,
    zeroPhase: boolean,
  ): { frame: Vector };
  Spectrum(frame: Vector, size: number): { spectrum: Vector };
  MFCC(spectrum: Vector, ...options: (number | string)[]): { bands: Vector; mfcc: Vector };
}

const [home = '', title = ''] = process.argv.slice(2);
const { Essentia, EssentiaWASM } = createRequire(join(home, 'package.json'))('essentia.js') as {
  Essentia: new (wasm: unknown) => Essentia;
  EssentiaWASM: unknown;
};
const essentia = new Essentia(EssentiaWASM);
const { samples, sampleRate } = readClip(clipFiles(), 22050);

/** librosa's definition: Slaney's mel scale and triangles, power in decibels, orthogonal DCT 2. Its window is symmetric. */
function mfcc(samplesOfFrame: Float32Array): Float32Array {
  const { length, bands, coefficients } = FRAME;
  const input = essentia.arrayToVector(samplesOfFrame);
  const { frame } = essentia.Windowing(input, false, length, 'hann', 0, false);
  const { spectrum } = essentia.Spectrum(frame, length);
  const result = essentia.MFCC(
    spectrum,
    2,
    sampleRate / 2,
    length / 2 + 1,
    0,
    'dbpow',
    0,
    'unit_tri',
    bands,
    coefficients,
    sampleRate,
    1e-10,
    'power',
    'slaneyMel',
    'linear',
  );
  const values = essentia.vectorToArray(result.mfcc);
  for (const vector of [input, frame, spectrum, result.bands, result.mfcc]) vector.delete();
  return values;
}

await answerRequests(title, { mfccFrames: () => byFrame(samples, mfcc) });
