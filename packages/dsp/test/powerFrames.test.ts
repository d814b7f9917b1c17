import { lcgNoise } from '../../../tools/golden/signals';
import { createPowerFrames, magnitude, stft } from '../src/index';

const samples = Float32Array.from(lcgNoise(6000, 6));

describe('createPowerFrames', () => {
  it.each([
    { nFft: 512, hopLength: 160, winLength: 400, window: 'hamming' },
    { nFft: 2048, hopLength: 512 },
    { nFft: 441, hopLength: 200 },
    { nFft: 256, hopLength: 100, power: 1 },
    { nFft: 441, hopLength: 200, power: 1 },
    { nFft: 600, hopLength: 700, power: 1.5 },
  ] as const)('gives the powers of stft to the bit, alone or in any company: $nFft $power', ({ ...options }) => {
    const { power = 2 } = { power: 2, ...options };
    const whole = magnitude(stft(samples, { ...options, center: false }), { power });
    const frames = createPowerFrames(options);
    for (const size of [1, 2, 3, whole.rows]) {
      for (let row = 0; row + size <= whole.rows; row += size) {
        const rows = new Float32Array(size * frames.bins);
        frames.compute(samples, row * options.hopLength, size, rows);
        expect([...rows]).toEqual([...whole.data.subarray(row * whole.cols, (row + size) * whole.cols)]);
      }
    }
  });
  it('keeps plans of one length apart', () => {
    const [a, b] = [createPowerFrames({ nFft: 256 }), createPowerFrames({ nFft: 256, window: 'boxcar' })];
    const compute = (frames: typeof a) => {
      const row = new Float32Array(frames.bins);
      frames.compute(samples, 0, 1, row);
      return [...row];
    };
    const first = compute(a);
    expect(compute(b)).not.toEqual(first);
    expect(compute(a)).toEqual(first);
  });
  it('refuses bad options', () => {
    expect(() => createPowerFrames({ power: 0 })).toThrow(
      'createPowerFrames: power=0; expected a finite number above 0',
    );
    expect(() => createPowerFrames({ nFft: 1 })).toThrow('createPowerFrames: nFft=1; expected');
    expect(() => createPowerFrames({ window: [1, 2] })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  });
});
