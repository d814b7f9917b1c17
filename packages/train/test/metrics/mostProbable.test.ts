import { mostProbable } from '../../src';
import { thrownCode } from '../support/thrownCode';

describe('mostProbable', () => {
  it('names the largest value of each row, the first of equal ones', () => {
    expect([...mostProbable([0.1, 0.9, 0.5, 0.5, -3, -4], 2)]).toEqual([1, 0, 0]);
    expect([...mostProbable(Float32Array.of(0, 0, 2), 3)]).toEqual([2]);
  });

  it('refuses parts of rows, no row and what cannot be compared', () => {
    expect(thrownCode(() => mostProbable([1, 2, 3], 2))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => mostProbable([], 2))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => mostProbable([1], 0))).toBe('INVALID_SAMPLES');
    expect(thrownCode(() => mostProbable([1, Number.NaN], 2))).toBe('NON_FINITE_INPUT');
  });
});
