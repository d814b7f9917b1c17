import fc from 'fast-check';
import { lcgNoise } from '../../../tools/golden/signals';
import { createLogMelStream, createMfccStream, type FrameStream, logMel, type MfccOptions, mfcc } from '../src/index';

const samples = Float32Array.from(lcgNoise(9000, 4), (value, n) => 0.1 * value + 0.4 * Math.sin(n / 9));
const sampleRate = 16000;

/** What the stream gives for the signal cut at these places, all rows one behind the other. */
function streamed(stream: FrameStream, signal: Float32Array, sizes: readonly number[]): number[] {
  const rows: number[] = [];
  let start = 0;
  for (let i = 0; start < signal.length; i++) {
    const end = Math.min(signal.length, start + sizes[i % sizes.length]!);
    const block = stream.push(signal.slice(start, end));
    if (block.data.length !== block.rows * stream.cols)
      throw new Error(`${block.rows} rows of ${block.data.length} numbers`);
    rows.push(...block.data);
    start = end;
  }
  rows.push(...stream.flush().data);
  return rows;
}

const options: [string, MfccOptions][] = [
  ['25 ms windows in a power of two', { nFft: 512, winLength: 400, hopLength: 160, nMels: 40, nMfcc: 13 }],
  ['a length that is no power of two', { nFft: 441, hopLength: 200, nMels: 26, lifter: 22, power: 1 }],
  ['gaps between the frames', { nFft: 256, hopLength: 700, nMels: 20, htk: true }],
  ['the defaults', {}],
];

describe.each(options)('%s', (_, given) => {
  const batch = { ...given, center: false, topDb: null };

  it('streams the rows of the batch call, to the bit, whatever the blocks', () => {
    const whole = [...mfcc({ samples, sampleRate }, batch).data];
    const stream = createMfccStream({ ...given, sampleRate });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        expect(streamed(stream, samples, sizes)).toEqual(whole);
      }),
      { numRuns: 15, seed: 1, examples: [[[1]], [[128]], [[9000]]] },
    );
  });

  it('streams log-mel bands likewise', () => {
    const { norm, ...bands } = { ...given, norm: 'slaney' } as const;
    const whole = [...logMel({ samples, sampleRate }, { ...bands, norm, center: false, topDb: null }).data];
    const stream = createLogMelStream({ ...bands, norm, sampleRate });
    for (const sizes of [[128], [1000, 1, 77]]) expect(streamed(stream, samples, sizes)).toEqual(whole);
  });
});

describe('createMfccStream', () => {
  const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
  const whole = [...mfcc({ samples, sampleRate }, { nMels: 40, center: false, topDb: null }).data];

  it('gives a row as soon as its last sample has come', () => {
    const stream = createMfccStream({ sampleRate, nFft: 400, hopLength: 160, nMels: 40 });
    expect(stream.push(samples.subarray(0, 399)).rows).toBe(0);
    expect(stream.push(samples.subarray(399, 400)).rows).toBe(1);
    expect(stream.push(samples.subarray(400, 880)).rows).toBe(3);
  });
  it('gives rows that later blocks do not change', () => {
    const stream = createMfccStream({ sampleRate, nMels: 40 });
    const first = stream.push(samples.subarray(0, 4000));
    const kept = [...first.data];
    stream.push(samples.subarray(4000));
    expect([...first.data]).toEqual(kept);
  });
  it('takes nothing of a block that holds NaN, and says where', () => {
    const stream = createMfccStream({ sampleRate, nMels: 40 });
    const rows = [...stream.push(samples.subarray(0, 3000)).data];
    const broken = samples.slice(3000, 3100);
    broken[5] = Number.NaN;
    expect(() => stream.push(broken)).toThrow('createMfccStream: samples[3005] is NaN; expected finite numbers');
    rows.push(...stream.push(samples.subarray(3000)).data);
    expect(rows).toEqual(whole);
  });
  it('says that a signal was shorter than a frame, and begins anew', () => {
    const stream = createMfccStream({ sampleRate, nMels: 40 });
    stream.push(samples.subarray(0, 2047));
    expect(() => stream.flush()).toThrow('the signal had 2047 samples; expected at least nFft=2048, one frame');
    expect([...stream.push(samples).data]).toEqual(whole);
    expect(stream.flush().rows).toBe(0);
    expect(stream.flush().rows).toBe(0);
  });
  it('refuses what needs the whole signal', () => {
    expect(() => createMfccStream({ topDb: 80 })).toThrow('topDb=80; expected null: the loudest frame is known only');
    expect(() => createMfccStream({ center: true })).toThrow(invalid);
    expect(() => createMfccStream({ ref: 'max' })).toThrow(invalid);
    expect(() => createLogMelStream({ ref: () => 1 })).toThrow(invalid);
    expect(() => createMfccStream({ nMfcc: 200 })).toThrow(invalid);
    // What a worklet's input holds while nothing is connected.
    expect(() => createMfccStream().push(undefined as unknown as Float32Array)).toThrow(invalid);
  });
});
