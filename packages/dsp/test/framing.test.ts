import { lcgNoise } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { frame, getWindow, pad, type WindowName, type WindowSpec } from '../src/index';
import { float64, golden, golden011 } from './golden';

describe('getWindow', () => {
  it.each(Object.keys(golden.windows) as WindowName[])('agrees with scipy on a periodic %s window', (name) => {
    expectAllClose(getWindow(name, 25), float64(golden.windows[name]), { atol: 1e-15, why: 'rounding' });
  });
  it.each(golden011.windows)('agrees with scipy on $window, fftbins $fftbins', (expected) => {
    const { window, length, fftbins, values } = expected;
    expectAllClose(getWindow(window, length, { fftbins }), float64(values), { atol: 1.5e-15, why: 'rounding' });
  });
  it('is symmetric when not periodic', () => {
    expectAllClose(getWindow('hann', 5, { fftbins: false }), getWindow('hann', 5, { periodic: false }), {
      why: 'same',
    });
    expectAllClose(getWindow('hann', 5, { periodic: false }), [0, 0.5, 1, 0.5, 0], { atol: 1e-15, why: 'closed form' });
    expectAllClose(getWindow('hann', 1), [1], { why: 'one sample' });
  });
  it('refuses unknown names and lengths', () => {
    expect(() => getWindow('toString' as WindowName, 4)).toThrow(
      "name='toString'; expected one of barthann, bartlett,",
    );
    expect(() => getWindow('hann', 0)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
  it.each<[WindowSpec, string]>([
    ['kaiser', "beta=undefined of 'kaiser'; expected a finite number from -700 to 700"],
    [['kaiser', 701], 'beta=701'],
    [Number.NaN, 'beta=NaN'],
    [['gaussian', 0], "std=0 of 'gaussian'; expected a finite number above 0"],
    [['gaussian', 1e-200], 'is NaN; expected parameters that give finite weights'],
    [['hann', 1], "'hann' has 1 parameters; expected at most 0 (none)"],
    [['taylor', 2.5], 'nbar=2.5'],
    [['tukey', 1, 2], 'expected at most 1 (alpha)'],
  ])('refuses %j', (window, message) => {
    expect(() => getWindow(window, 5, { fftbins: false })).toThrow(message);
    expect(() => getWindow(window, 5, { fftbins: false })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
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
  it.each(golden011.pads)(
    'agrees with numpy.pad on $length samples, $mode',
    ({ length, mode, left, right, values }) => {
      const signal = lcgNoise(7, 3).subarray(0, length);
      expectAllClose(pad(signal, { left, right, mode }), float64(values), {
        atol: 2e-16,
        why: 'sums in another order',
      });
    },
  );
  it('mirrors back and forth past the other end, as numpy.pad does', () => {
    expect([...pad(x, { left: 5, right: 6, mode: 'reflect' })]).toEqual([2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1]);
    expect([...pad(new Float64Array([4]), { left: 2, mode: 'reflect' })]).toEqual([4, 4, 4]);
  });
  it('refuses to mirror nothing', () => {
    expect(() => pad(new Float32Array(0), { left: 1, mode: 'reflect' })).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => pad(x, { left: -1 })).toThrow('pad: left=-1');
    expect(() => pad(x, { right: 1e15 })).toThrow('pad: left=0, right=1000000000000000 makes 1000000000000003 numbers');
    expect(() => pad(x, { mode: 'empty' as 'edge' })).toThrow("mode='empty'; expected constant, edge, linear_ramp,");
  });
});

describe('frame', () => {
  it('leaves out what does not fill the last frame', () => {
    const { data, rows, cols } = frame(new Float32Array([1, 2, 3, 4, 5, 6]), { frameLength: 3, hopLength: 2 });
    expect([rows, cols]).toEqual([2, 3]);
    expect([...data]).toEqual([1, 2, 3, 3, 4, 5]);
  });
  it("has frames as columns where axis is -1, as librosa's own", () => {
    const samples = new Float32Array([1, 2, 3, 4, 5, 6]);
    expect(frame(samples, { frameLength: 3, hopLength: 2, axis: -1 })).toEqual({
      data: new Float32Array([1, 3, 2, 4, 3, 5]),
      rows: 3,
      cols: 2,
    });
    expect(() => frame(samples, { frameLength: 3, axis: 1 as 0 })).toThrow('axis=1');
  });
  it('refuses a signal shorter than one frame', () => {
    expect(() => frame(new Float32Array(5), { frameLength: 6 })).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => frame(new Float32Array(5), { frameLength: 2, hopLength: 0.5 })).toThrow('hopLength=0.5');
  });
});
