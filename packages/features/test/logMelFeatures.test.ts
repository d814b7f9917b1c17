import { logMel } from '@ser/mfcc';
import { SAMPLE_RATE, syntheticSignal } from '../../../tools/golden/signals';
import { logMelFeatures } from '../src/index';

const clip = { samples: syntheticSignal('vowel'), sampleRate: SAMPLE_RATE };

describe('logMelFeatures', () => {
  it('is the log-mel spectrogram cut to its frames', () => {
    const set = logMelFeatures({ frames: 10, nMels: 40 });
    expect(set.shape).toEqual([10, 40]);
    expect([set.columns[0], set.columns[39], set.units?.[0]]).toEqual(['mel_000', 'mel_039', 'dB']);
    expect(set.extract(clip)).toEqual(logMel(clip, { nMels: 40, ref: 'max' }).data.slice(0, 400));
  });

  it('fills a short clip up with its lowest value, not with 0 dB, its loudest', () => {
    const image = logMelFeatures({ frames: 100 }).extract(clip);
    const { rows } = logMel(clip, { ref: 'max' });
    const lowest = Math.min(...image.subarray(0, rows * 128));
    expect(lowest).toBeLessThan(-60);
    expect(new Set(image.subarray(rows * 128))).toEqual(new Set([lowest]));
  });

  it('carries its options in its reference, as JSON', () => {
    const options = { frames: 8, nMels: 16, nFft: 512, hopLength: 160, fmin: 50 };
    const { reference } = logMelFeatures(options);
    expect(reference).toEqual({ module: '@ser/features', export: 'logMelFeatures', options });
    expect(logMelFeatures(JSON.parse(JSON.stringify(options))).extract(clip)).toEqual(
      logMelFeatures(options).extract(clip),
    );
  });

  it('refuses what cannot be, by a FeatureError', () => {
    const bad = (code: string) => expect.objectContaining({ name: 'FeatureError', code });
    expect(() => logMelFeatures({ frames: 0 })).toThrow(bad('INVALID_OPTION'));
    expect(() => logMelFeatures({ nMels: 1.5 })).toThrow(bad('INVALID_OPTION'));
    expect(() => logMelFeatures({ fmax: 12_000 }).extract(clip)).toThrow(bad('INVALID_OPTION'));
    expect(() => logMelFeatures().extract({ ...clip, samples: new Float32Array(0) })).toThrow(bad('EMPTY_CLIP'));
  });
});
