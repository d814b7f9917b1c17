import { split, trim } from '../src/index';
import { golden011, testSignal } from './golden';

describe('trim and split', () => {
  it.each(golden011.intervals)('give the intervals of librosa 0.11 on $signal with $options', (expected) => {
    const { ref, top_db: topDb, frame_length: frameLength, hop_length: hopLength } = expected.options;
    const samples = testSignal(expected.signal);
    const options = { ref, topDb, frameLength, hopLength };
    const trimmed = trim(samples, options);
    expect([trimmed.start, trimmed.end]).toEqual(expected.trim);
    expect([...trimmed.samples]).toEqual([...samples.subarray(...expected.trim)]);
    expect(split(samples, options)).toEqual(expected.split);
  });

  it('refuse bad options and signals', () => {
    const x = new Float32Array(100);
    expect(() => trim(x, { topDb: Number.NaN })).toThrow('topDb=NaN');
    expect(() => trim(x, { ref: 0 })).toThrow('ref=0; expected a finite amplitude above 0');
    expect(() => split(x, { hopLength: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => split(new Float32Array(0))).toThrow(expect.objectContaining({ code: 'INVALID_LENGTH' }));
    expect(() => trim(x.fill(Number.NaN))).toThrow(expect.objectContaining({ code: 'NOT_FINITE' }));
  });
});
