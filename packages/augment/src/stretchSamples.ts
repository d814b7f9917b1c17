import { type ComplexMemory, istft, phaseVocoder, stft } from '@ser/dsp';
import { AugmentError } from './errors';

const N_FFT = 2048;
const HOP_LENGTH = 512;

const empty = (): ComplexMemory => ({ re: new Float32Array(0), im: new Float32Array(0) });
// Spectrograms of the last clip's size: nobody outside sees them, and so much new memory makes V8 collect garbage once a clip.
const before = empty();
const after = empty();
/** Samples of a longer signal get memory of their own, which is given back. */
const MOST_SAMPLES = 960_000;

/** Changes the tempo by `rate` and keeps the pitch: librosa 0.8.1's `effects.time_stretch`. */
export function stretchSamples(name: string, samples: Float32Array, rate: number): Float32Array {
  const length = stretchedLength(samples.length, rate);
  if (length === 0) {
    throw new AugmentError(
      'CLIP_TOO_SHORT',
      `${name}: ${samples.length} samples at rate ${rate} leave no sample; a longer clip or a lower rate is needed`,
    );
  }
  const isKept = Math.max(samples.length, length) <= MOST_SAMPLES;
  const spectrum = stft(samples, {
    nFft: N_FFT,
    hopLength: HOP_LENGTH,
    window: 'hann',
    center: true,
    padMode: 'reflect',
    ...(isKept ? { memory: before } : {}),
  });
  // The inverse uses no frame that starts behind the padded length.
  const maxFrames = Math.ceil((length + N_FFT) / HOP_LENGTH);
  const stretched = phaseVocoder(spectrum, {
    rate,
    hopLength: HOP_LENGTH,
    maxFrames,
    ...(isKept ? { memory: after } : {}),
  });
  return istft(stretched, { nFft: N_FFT, hopLength: HOP_LENGTH, window: 'hann', center: true, length });
}

/** Samples that come out of a stretch. */
export function stretchedLength(length: number, rate: number): number {
  return roundHalfToEven(length / rate);
}

/** Python's `round`: 71,662.5 gives 71,662. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
