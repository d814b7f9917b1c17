import type { Matrix } from '@ser/dsp';
import { fftFrequencies, melFilterbank, melFrequencies, melSpectrogram } from '@ser/mfcc';
import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { frequencyWarp } from '../../src/index';
import { vocalTractSource } from '../../src/vocalTractSource';

const warped = (data: ArrayLike<number>, options: object) => {
  const matrix: Matrix = { data: Float32Array.from(data), rows: 1, cols: data.length };
  return frequencyWarp(options).apply(matrix, createRng(0)).data;
};

describe('frequencyWarp', () => {
  it.each([0.9, 1.1])('reads each bin where its frequency comes from, by %d', (factor) => {
    const frequencies = fftFrequencies({ sampleRate: 16000, nFft: 512 });
    expectAllClose(
      warped(frequencies, { factor, scale: 'linear', fmax: 8000 }),
      frequencies.map(vocalTractSource(factor, 4800, 8000)),
      { atol: 1e-3, why: 'linear interpolation of a straight line is exact, but for float32' },
    );
  });

  it.each([
    ['slaney', false],
    ['htk', true],
  ] as const)('finds the frequencies of the bands of %s mel scale', (scale, htk) => {
    const frequencies = melFrequencies({ nMels: 130, fmin: 50, fmax: 8000, htk }).subarray(1, 129);
    const actual = warped(frequencies, { factor: 1.1, scale, fmin: 50, fmax: 8000 });
    const expected = frequencies.map(vocalTractSource(1.1, 4800, 8000));
    // The first bands come from below the first.
    expectAllClose(actual.subarray(3), expected.subarray(3), {
      rtol: 1e-3,
      why: 'frequencies are no straight line in mel',
    });
  });

  it('moves a peak of a mel spectrogram as a tone of the other frequency does', () => {
    const peakOf = (frequency: number, options?: object) => {
      const samples = Float32Array.from({ length: 8000 }, (_, n) => Math.sin((2 * Math.PI * frequency * n) / 16000));
      const mel = melSpectrogram({ samples, sampleRate: 16000 }, { nMels: 64 });
      const { data, cols } = options ? frequencyWarp({ fmax: 8000, ...options }).apply(mel, createRng(0)) : mel;
      const row = data.subarray(8 * cols, 9 * cols);
      return row.indexOf(Math.max(...row));
    };
    expect(peakOf(2000, { factor: 1.2 })).toBe(peakOf(2400));
    expect(peakOf(2000, { factor: 0.8 })).toBe(peakOf(1600));
  });

  it('changes nothing by a factor of 1', () => {
    const { data } = melFilterbank({ nMels: 4, nFft: 64 });
    expectAllClose(warped(data, { factor: 1 }), data, {
      atol: 1e-6,
      why: 'the places are their own, but for rounding',
    });
  });

  it('refuses an empty band', () => {
    expect(() => frequencyWarp({ fmin: 8000, fmax: 8000 })).toThrow('fmin must be below fmax');
  });
});
