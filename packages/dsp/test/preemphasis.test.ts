import { syntheticSignal } from '../../../tools/golden/signals';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { deemphasis, preemphasis } from '../src/index';
import { float32, golden011, pick } from './golden';

describe('preemphasis and deemphasis', () => {
  it.each(golden011.emphasis)('agree with librosa 0.11 with $options', ({ options, ...expected }) => {
    const x = syntheticSignal('vowel');
    const lifted = preemphasis(x, options);
    expectAllClose(pick(lifted, expected.preemphasis.index), float32(expected.preemphasis.values), {
      atol: 3e-8,
      why: 'librosa rounds the product, too',
    });
    expectAllClose(pick(deemphasis(x, options), expected.deemphasis.index), float32(expected.deemphasis.values), {
      atol: 1e-6,
      why: 'librosa filters in float32',
    });
    const undone = deemphasis(lifted, { ...options, zi: options.zi === undefined ? undefined : -options.zi });
    expectAllClose(undone, x, { atol: 1e-6, why: 'float32 in between' });
  });

  it('go on over blocks with the zi that the docstring says', () => {
    const x = syntheticSignal('short');
    const head = x.subarray(0, 400);
    const tail = x.subarray(400);
    const whole = preemphasis(x);
    expect([...preemphasis(head), ...preemphasis(tail, { zi: -0.97 * x[399]! })]).toEqual([...whole]);
    const back = deemphasis(whole);
    const second = deemphasis(whole.subarray(400), { zi: 0.97 * back[399]! });
    expectAllClose([...deemphasis(whole.subarray(0, 400)), ...second], back, { atol: 1e-7, why: 'zi from float32' });
  });

  it('refuse what gives no numbers', () => {
    const one = new Float32Array([1]);
    expect([...preemphasis(one, { zi: 0.5 })]).toEqual([1.5]);
    expect(() => preemphasis(one)).toThrow('expected at least 2, or one and zi');
    expect(() => deemphasis(new Float32Array(0), { zi: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_LENGTH' }),
    );
    expect(() => preemphasis(one, { coef: Number.NaN, zi: 0 })).toThrow('coef=NaN');
    expect(() => deemphasis(new Float32Array(2), { coef: 3 })).toThrow('coef=3 without zi');
    expect(() => deemphasis(new Float32Array(3000).fill(1), { coef: 2 })).toThrow(
      expect.objectContaining({ code: 'NOT_FINITE' }),
    );
  });
});
