import { expectAllClose } from '../../../tools/test/expectAllClose';
import { frame, getWindow, pad, type WindowName } from '../src/index';
import { float64, golden } from './golden';

describe('getWindow', () => {
  it.each(Object.keys(golden.windows) as WindowName[])('agrees with scipy on a periodic %s window', (name) => {
    expectAllClose(getWindow(name, 25), float64(golden.windows[name]), { atol: 1e-15, why: 'rounding' });
  });
  it('is symmetric when not periodic', () => {
    expectAllClose(getWindow('hann', 5, { periodic: false }), [0, 0.5, 1, 0.5, 0], { atol: 1e-15, why: 'closed form' });
    expectAllClose(getWindow('hann', 1), [1], { why: 'one sample' });
  });
  it('refuses unknown names and lengths', () => {
    expect(() => getWindow('toString' as WindowName, 4)).toThrow(
      "name='toString'; expected one of barthann, bartlett,",
    );
    expect(() => getWindow('hann', 0)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('pad', () => {
  const x = new Float32Array([1, 2, 3]);
  it('repeats, mirrors or adds zeros, and keeps the input', () => {
    expect([...pad(x, { left: 2, right: 1 })]).toEqual([0, 0, 1, 2, 3, 0]);
    expect([...pad(x, { left: 2, right: 1, mode: 'edge' })]).toEqual([1, 1, 1, 2, 3, 3]);
    expect([...pad(x, { left: 2, right: 1, mode: 'reflect' })]).toEqual([3, 2, 1, 2, 3, 2]);
    expect([...x]).toEqual([1, 2, 3]);
  });
  it('mirrors back and forth past the other end, as numpy.pad does', () => {
    expect([...pad(x, { left: 5, right: 6, mode: 'reflect' })]).toEqual([2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1]);
    expect([...pad(new Float64Array([4]), { left: 2, mode: 'reflect' })]).toEqual([4, 4, 4]);
  });
  it('refuses to mirror nothing', () => {
    expect(() => pad(new Float32Array(0), { left: 1, mode: 'reflect' })).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => pad(x, { left: -1 })).toThrow('pad: left=-1');
    expect(() => pad(x, { mode: 'empty' as 'edge' })).toThrow("mode='empty'; expected constant, edge, linear_ramp,");
  });
});

describe('frame', () => {
  it('leaves out what does not fill the last frame', () => {
    const { data, rows, cols } = frame(new Float32Array([1, 2, 3, 4, 5, 6]), { frameLength: 3, hopLength: 2 });
    expect([rows, cols]).toEqual([2, 3]);
    expect([...data]).toEqual([1, 2, 3, 3, 4, 5]);
  });
  it('refuses a signal shorter than one frame', () => {
    expect(() => frame(new Float32Array(5), { frameLength: 6 })).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => frame(new Float32Array(5), { frameLength: 2, hopLength: 0.5 })).toThrow('hopLength=0.5');
  });
});
