// Meyda: arguments HOME (where it is installed) TITLE FILES (JSON).
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answerRequests } from './answerRequests';
import { byFrame, FRAME } from './frames';
import { clipFiles, readClip } from './readClip';

interface Meyda {
  sampleRate: number;
  bufferSize: number;
  melBands: number;
  numberOfMFCCCoefficients: number;
  windowingFunction: string;
  extract(feature: 'mfcc', frame: Float32Array): number[];
}

const [home = '', title = ''] = process.argv.slice(2);
const meyda = createRequire(join(home, 'package.json'))('meyda') as Meyda;
const { samples, sampleRate } = readClip(clipFiles(), 22050);
Object.assign(meyda, {
  sampleRate,
  bufferSize: FRAME.length,
  melBands: FRAME.bands,
  numberOfMFCCCoefficients: FRAME.coefficients,
  windowingFunction: 'hanning',
} satisfies Partial<Meyda>);

await answerRequests(title, { mfccFrames: () => byFrame(samples, (frame) => meyda.extract('mfcc', frame)) });
