import type { AudioClip } from '@ser/dsp';
import { RecognizerError } from './errors';

/** Sample rates taken, in Hz: those of `@ser/audio-io`. */
const MIN_SAMPLE_RATE = 1_000;
const MAX_SAMPLE_RATE = 1_536_000;

/** Throws unless `clip` is mono audio of finite samples at a usable rate. */
export function checkClip(where: string, clip: AudioClip): void {
  if (typeof clip !== 'object' || clip === null) {
    throw new RecognizerError('INVALID_CLIP', `${where}: clip is ${String(clip)}; expected { samples, sampleRate }`);
  }
  checkSampleRate(where, clip.sampleRate);
  checkSamples(where, clip.samples, 0);
}

/** Throws `INVALID_CLIP` for a rate that no recording has. */
export function checkSampleRate(where: string, sampleRate: number): void {
  if (!(Number.isFinite(sampleRate) && sampleRate >= MIN_SAMPLE_RATE && sampleRate <= MAX_SAMPLE_RATE)) {
    throw new RecognizerError(
      'INVALID_CLIP',
      `${where}: sampleRate is ${String(sampleRate)}; expected ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`,
    );
  }
}

/** Throws unless `samples` is a Float32Array of finite numbers; `first` is the place of samples[0] in what came so far. */
export function checkSamples(where: string, samples: Float32Array, first: number): void {
  if (Object.prototype.toString.call(samples) !== '[object Float32Array]') {
    throw new RecognizerError('INVALID_CLIP', `${where}: samples is no Float32Array; expected mono samples in [-1, 1]`);
  }
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at]!;
    // x - x is 0 but for NaN and infinities.
    if (sample - sample !== 0) {
      throw new RecognizerError(
        'NON_FINITE_SAMPLES',
        `${where}: sample ${first + at} is ${sample}; expected finite numbers`,
      );
    }
  }
}
