import { type AudioClip, resample } from '@ser/dsp';

const resampled = new WeakMap<AudioClip, Map<number, Float32Array>>();

/** A sound's samples at another rate, kept as long as the sound lives: a set of noises meets many clips of one rate. */
export function atRate(sound: AudioClip, sampleRate: number): Float32Array {
  if (sound.sampleRate === sampleRate) return sound.samples;
  let rates = resampled.get(sound);
  if (!rates) {
    rates = new Map();
    resampled.set(sound, rates);
  }
  let samples = rates.get(sampleRate);
  if (!samples) {
    samples = resample(sound.samples, sound.sampleRate, sampleRate, { resampler: 'sinc_hq' });
    rates.set(sampleRate, samples);
  }
  return samples;
}
