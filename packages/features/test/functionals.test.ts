import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type FunctionalName, functionals } from '../src/index';
import { goldenText } from './golden';

const golden: { rows: number; cols: number; matrix: number[]; expected: Record<FunctionalName, number[]> } = JSON.parse(
  goldenText('functionals.json'),
);
const column = (...values: number[]) => ({ data: Float32Array.from(values), rows: values.length, cols: 1 });

describe('functionals', () => {
  it.each(Object.entries(golden.expected))('%s is that of numpy and scipy', (name, expected) => {
    const matrix = { data: Float32Array.from(golden.matrix), rows: golden.rows, cols: golden.cols };
    const { values } = functionals(matrix, [name as FunctionalName]);
    expectAllClose(values, expected, { rtol: 1e-6, atol: 1e-9, why: 'float32 storage' });
  });

  it('names every value by its column and its functional, columns first', () => {
    const matrix = { data: Float32Array.of(1, 10, 3, 30), rows: 2, cols: 2 };
    const { values, columns } = functionals(matrix, ['mean', 'max'], { columns: ['f0', 'rms'] });
    expect(columns).toEqual(['f0_mean', 'f0_max', 'rms_mean', 'rms_max']);
    expect([...values]).toEqual([2, 3, 20, 30]);
  });

  it('finds the line through a line, and no line in one frame', () => {
    expect([...functionals(column(5, 3, 1), ['slope', 'offset']).values]).toEqual([-2, 5]);
    expect([...functionals(column(7), ['slope', 'offset', 'std', 'median']).values]).toEqual([0, 7, 0, 7]);
  });

  it('calls skewness and kurtosis of a constant 0', () => {
    expect([...functionals(column(0.1, 0.1, 0.1), ['skewness', 'kurtosis']).values]).toEqual([0, 0]);
  });

  it('gives ten finite functionals by default, for any finite column', () => {
    const { values, columns } = functionals(column(1e-38, 3e38, -3e38, 0));
    expect(columns.length).toBe(10);
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('leaves the matrix as it was', () => {
    const matrix = column(3, 1, 2);
    functionals(matrix, ['median']);
    expect([...matrix.data]).toEqual([3, 1, 2]);
  });

  it.each([
    ['an unknown functional', column(1), ['mode'], {}, 'INVALID_OPTION'],
    ['a functional of every object', column(1), ['toString'], {}, 'INVALID_OPTION'],
    ['a percentile above 100', column(1), ['percentile101'], {}, 'INVALID_OPTION'],
    ['a functional twice', column(1), ['mean', 'mean'], {}, 'INVALID_OPTION'],
    ['no functional', column(1), [], {}, 'INVALID_OPTION'],
    ['too few names', column(1), ['mean'], { columns: [] }, 'SHAPE_MISMATCH'],
    ['no frames', column(), ['mean'], {}, 'SHAPE_MISMATCH'],
    ['NaN', column(1, Number.NaN), ['mean'], {}, 'NON_FINITE_SAMPLES'],
  ])('refuses %s', (_name, matrix, names, options, code) => {
    expect(() => functionals(matrix, names as FunctionalName[], options)).toThrow(expect.objectContaining({ code }));
  });
});
