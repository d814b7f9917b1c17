import { defineFeatureSet, zeroCrossingRate } from '@ser/features';

/** A feature set that costs next to nothing: zero crossings and loudness of a clip. */
export const soundFeatures = defineFeatureSet({
  name: 'sound',
  version: '1',
  columns: ['zeroCrossings', 'loudness'],
  shape: [2],
  extract: (clip) => {
    const rates = zeroCrossingRate(clip, { frameLength: 256, hopLength: 128 }).data;
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    return Float32Array.of(mean, Math.sqrt(clip.samples.reduce((sum, x) => sum + x * x, 0) / clip.samples.length));
  },
});
