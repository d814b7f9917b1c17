import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ravdessFolder } from '../../../tools/golden/ravdess';
import { lcgNoise, syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type ComplexMatrix, getWindow, istft, magnitude, pad, type StftPadMode, stft } from '../src/index';
import { float32, golden, golden011, pick, stftOptions, testSignal } from './golden';
import { readWav } from './readWav';

const corpus = ravdessFolder();
const onReal = corpus ? describe : describe.skip;

describe('stft and istft', () => {
  it.each(golden011.stft)('agree with librosa 0.11 on $signal with $options', (expected) => {
    const options = stftOptions(expected.options);
    const signal = testSignal(expected.signal);
    const spectrum = stft(signal, options);
    expect([spectrum.rows, spectrum.cols]).toEqual([expected.frames, expected.bins]);
    const closeness = { atol: 6e-8 * expected.largest, why: 'both round to float32 once' };
    expectAllClose(pick(spectrum.re, expected.stft.index), float32(expected.stft.re), closeness);
    expectAllClose(pick(spectrum.im, expected.stft.index), float32(expected.stft.im), closeness);
    const { padMode: _, ...inverse } = options;
    const back = istft(spectrum, { ...inverse, length: signal.length });
    // Near the signal's ends both divide rounding by next to nothing; padding hides these places.
    const isSound = (i: number) => options.center !== false || Math.abs(i / signal.length - 0.5) < 0.25;
    const inner = expected.istft.index.filter(isSound);
    const values = float32(expected.istft.values).filter((_, i) => isSound(expected.istft.index[i]!));
    expectAllClose(pick(back, inner), values, { atol: 2e-6, why: 'librosa adds frames in float32' });
  });

  onReal('on the clips that are published as WAV', () => {
    it.each(golden011.clips)('agrees with librosa 0.11 on $file at 48 kHz', ({ file, largest, stft: expected }) => {
      const { samples } = readWav(readFileSync(join(corpus ?? '', 'as-distributed', file)));
      const spectrum = stft(samples, { nFft: 1023, hopLength: 400, winLength: 960, padMode: 'reflect' });
      const closeness = { atol: 6e-8 * largest, why: 'both round to float32 once' };
      expectAllClose(pick(spectrum.re, expected.index), float32(expected.re), closeness);
      expectAllClose(pick(spectrum.im, expected.index), float32(expected.im), closeness);
    });
  });

  it('are the definition, whatever nFft, hop, window and padding', () => {
    const sizes = fc.record({
      nFft: fc.integer({ min: 2, max: 70 }),
      hopLength: fc.integer({ min: 1, max: 90 }),
      winShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 200 }),
      padMode: fc.constantFrom<StftPadMode>('constant', 'edge', 'reflect', 'symmetric', 'linear_ramp'),
      center: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, ({ nFft, hopLength, winShare, length, padMode, center }) => {
        const x = Float64Array.from({ length }, (_, i) => Math.sin(i * i * 0.37));
        const winLength = Math.max(1, Math.round(winShare * nFft));
        const options = { nFft, hopLength, winLength, padMode, center };
        if (!center && length < nFft) {
          expect(() => stft(x, options)).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
          return;
        }
        const spectrum = stft(x, options);
        const margin = center ? Math.floor(nFft / 2) : 0;
        const signal = pad(x, { left: margin, right: margin, mode: padMode });
        expect(spectrum.rows).toBe(1 + Math.floor((signal.length - nFft) / hopLength));
        const window = getWindow('hann', winLength);
        const first = Math.floor((nFft - winLength) / 2);
        for (let row = 0; row < spectrum.rows; row++) {
          for (let k = 0; k < spectrum.cols; k++) {
            let [re, im] = [0, 0];
            for (let j = 0; j < winLength; j++) {
              const value = window[j]! * signal[row * hopLength + first + j]!;
              const angle = (2 * Math.PI * k * (first + j)) / nFft;
              re += value * Math.cos(angle);
              im -= value * Math.sin(angle);
            }
            const at = row * spectrum.cols + k;
            expectAllClose([spectrum.re[at]!, spectrum.im[at]!], [re, im], { atol: 2e-6, why: 'float32 storage' });
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(golden.spectra)('agree with librosa on $signal with $options', (expected) => {
    const options = stftOptions(expected.options);
    const spectrum = stft(syntheticSignal(expected.signal), options);
    expect([spectrum.rows, spectrum.cols]).toEqual([expected.frames, expected.bins]);
    const closeness = { atol: 2e-7 * expected.largest, why: 'complex64 on both sides' };
    expectAllClose(pick(spectrum.re, expected.stft.index), float32(expected.stft.re), closeness);
    expectAllClose(pick(spectrum.im, expected.stft.index), float32(expected.stft.im), closeness);

    // The changed spectrum is no signal's spectrum, so that the window normalisation matters.
    const factor = (i: number) => 1 + 0.5 * Math.cos(i % spectrum.cols);
    const changed: ComplexMatrix = {
      ...spectrum,
      re: spectrum.re.map((v, i) => v * factor(i)),
      im: spectrum.im.map((v, i) => v * factor(i)),
    };
    const { padMode: _, ...inverse } = options;
    for (const [length, sparse] of [
      [undefined, expected.istft],
      [7001, expected.istft7001],
    ] as const) {
      const actual = istft(changed, { ...inverse, length });
      expect(actual).toHaveLength(sparse.length);
      const values = float32(sparse.values);
      const atol = 2e-6 * Math.max(...values.map(Math.abs));
      // Where the windows hardly overlap librosa divides float32 noise by a tiny sum.
      expectAllClose(pick(actual, sparse.index), values, { atol, why: 'librosa adds frames in float32' });
    }
  });

  it('has 1 + floor(length / hop) frames when centered', () => {
    expect(stft(new Float32Array(1024), { nFft: 512, hopLength: 256 }).rows).toBe(5);
    expect(stft(new Float32Array(1), { nFft: 512 }).rows).toBe(1);
  });

  it.each([
    [64, 16, 20],
    [64, 20, 9],
    [60, 60, 5],
    [64, 100, 4],
    [64, 63, 3],
    [65, 7, 30],
    [64, 16, 1],
  ])('divides by the sum of squared windows: %d samples every %d, %d frames', (nFft, hopLength, rows) => {
    const x = Float32Array.from(lcgNoise(nFft + hopLength * (rows - 1), 6));
    const options = { nFft, hopLength, center: false, window: 'hamming' } as const;
    const window = getWindow('hamming', nFft);
    const weights = x.map((_, i) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += (window[i - row * hopLength] ?? 0) ** 2;
      return sum;
    });
    const covered = x.map((value, i) => (weights[i]! > 0 ? value : 0));
    expectAllClose(istft(stft(x, options), options), covered, {
      rtol: 1e-4,
      atol: 2e-6,
      why: 'samples that some frame covers',
    });
  });

  it('is undone by istft where windows overlap, whatever the length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3000 }), fc.constantFrom(64, 100, 256, 41, 99, 441), (length, nFft) => {
        const x = Float32Array.from({ length }, (_, i) => Math.sin(i * i * 0.001));
        const padMode = 'reflect';
        expectAllClose(istft(stft(x, { nFft, padMode }), { nFft, length }), tail(x, nFft), {
          atol: 1e-6,
          why: 'float32 storage',
        });
      }),
      { numRuns: 40 },
    );
    // Samples beyond the last frame's center plus half a frame are in no frame.
    function tail(x: Float32Array, nFft: number) {
      const hop = Math.floor(nFft / 4);
      const frames = 1 + Math.floor((x.length - (nFft % 2)) / hop);
      return x.map((v, i) => (i < (frames - 1) * hop + nFft / 2 ? v : 0));
    }
  });

  it('takes magnitudes to a power', () => {
    const spectrum = { re: new Float32Array([3, 0]), im: new Float32Array([4, -2]), rows: 1, cols: 2 };
    expectAllClose(magnitude(spectrum).data, [5, 2], { why: 'closed form' });
    expectAllClose(magnitude(spectrum, { power: 2 }).data, [25, 4], { why: 'closed form' });
    expectAllClose(magnitude(spectrum, { power: 3 }).data, [125, 8], { rtol: 1e-6, why: 'closed form' });
    expect(() => magnitude(spectrum, { power: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('refuses what it cannot use', () => {
    const x = new Float32Array(100);
    const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
    expect(() => stft(x, { nFft: 1 })).toThrow('stft: nFft=1; expected a whole number >= 2');
    expect(() => stft(x, { padMode: 'wrap' as 'edge' })).toThrow(
      "stft: padMode='wrap'; expected constant, edge, linear_ramp, reflect, symmetric",
    );
    expect(() => stft(x, { hopLength: 0 })).toThrow('stft: hopLength=0; expected a whole number >= 1');
    expect(() => stft(x, { nFft: 64, winLength: 65 })).toThrow(invalid);
    expect(() => stft(x, { nFft: 64, window: new Float64Array(63) })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
    expect(() => stft(x, { nFft: 3, window: [1, Number.NaN, 1] })).toThrow('stft: window[1] is NaN');
    expect(() => stft(x, { nFft: 64.5 })).toThrow(invalid);
    expect(() => stft(x, { nFft: 2 ** 31 })).toThrow(
      'stft: nFft=2147483648 makes 2147483648 numbers; expected at most',
    );
    expect(() => stft(new Float32Array(1e6), { hopLength: 1, nFft: 4096 })).toThrow(
      'stft: nFft=4096, hopLength=1 makes 2049002049 numbers',
    );
    expect(() => stft(x, { center: false })).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(() => stft(new Float32Array(0))).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(() => stft(x.fill(Number.POSITIVE_INFINITY))).toThrow('samples[0] is Infinity');
    expect(() => istft({ re: x, im: x, rows: 2, cols: 33 })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
  });
});

describe('gains of stft', () => {
  const samples = Float32Array.from(lcgNoise(5000, 8));

  it.each([2048, 128, 100, 15, 4])('are factors of the bins of %d samples', (nFft) => {
    const gains = Float32Array.from({ length: Math.floor(nFft / 2) + 1 }, (_, bin) => 1 / (1 + bin) - 0.3);
    const plain = stft(samples, { nFft });
    const { re, im, cols } = stft(samples, { nFft, gains });
    expect(re).toEqual(plain.re.map((value, i) => value * gains[i % cols]!));
    expect(im).toEqual(plain.im.map((value, i) => value * gains[i % cols]!));
    expect(stft(samples, { nFft })).toEqual(plain);
  });

  it('are as many as bins', () => {
    expect(() => stft(samples, { nFft: 16, gains: new Float32Array(8) })).toThrow(
      expect.objectContaining({
        code: 'SHAPE_MISMATCH',
        message: expect.stringContaining('8 factors; expected one for each of 9'),
      }),
    );
  });
});
