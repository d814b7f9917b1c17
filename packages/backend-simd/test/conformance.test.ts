import { compare } from '../conformance/compare';
import type { SpecResult, SpecStatus, SuiteResult } from '../conformance/results';

function suite(
  backendName: string,
  specs: readonly (readonly [string, SpecStatus])[],
  errors: string[] = [],
): SuiteResult {
  const results = specs.map(
    ([name, status]): SpecResult => ({ name, status, messages: status === 'failed' ? ['no'] : [] }),
  );
  return { backendName, onSimdBackend: 0, specs: results, errors };
}

const names = (comparison: ReturnType<typeof compare>) => comparison.failures.map((failure) => failure.name);

describe('compare', () => {
  it('asks only for what passes on the reference', () => {
    const reference = suite('cpu', [
      ['a', 'passed'],
      ['b', 'failed'],
      ['c', 'skipped'],
    ]);
    const comparison = compare(
      reference,
      suite('simd', [
        ['a', 'passed'],
        ['b', 'failed'],
        ['c', 'failed'],
      ]),
      [],
    );
    expect(comparison).toMatchObject({ passed: 1, failures: [], problems: [], notCompared: ['b', 'c'] });
  });

  it('names a spec that fails, is skipped or is missing on the candidate only', () => {
    const reference = suite('cpu', [
      ['a', 'passed'],
      ['b', 'passed'],
      ['c', 'passed'],
      ['d', 'passed'],
    ]);
    const comparison = compare(
      reference,
      suite('simd', [
        ['a', 'passed'],
        ['b', 'failed'],
        ['c', 'skipped'],
      ]),
      [],
    );
    expect(names(comparison)).toEqual(['b', 'c', 'd']);
  });

  it('tells specs of one name apart by their order', () => {
    const reference = suite('cpu', [
      ['a', 'passed'],
      ['a', 'passed'],
    ]);
    const comparison = compare(
      reference,
      suite('simd', [
        ['a', 'passed'],
        ['a', 'failed'],
      ]),
      [],
    );
    expect(names(comparison)).toEqual(['a (2)']);
  });

  it('takes a listed exception, and calls it stale once the spec passes or is gone', () => {
    const reference = suite('cpu', [
      ['a', 'passed'],
      ['b', 'passed'],
    ]);
    const exceptions = [{ name: 'b', reason: 'why' }];
    const failing = compare(
      reference,
      suite('simd', [
        ['a', 'passed'],
        ['b', 'failed'],
      ]),
      exceptions,
    );
    expect(failing).toMatchObject({ failures: [], problems: [], excepted: exceptions });
    const passing = compare(
      reference,
      suite('simd', [
        ['a', 'passed'],
        ['b', 'passed'],
      ]),
      exceptions,
    );
    expect(passing.problems).toEqual([expect.stringContaining('stale exception')]);
    const gone = compare(suite('cpu', [['a', 'passed']]), suite('simd', [['a', 'passed']]), exceptions);
    expect(gone.problems).toEqual([expect.stringContaining('stale exception')]);
  });

  it('does not take an empty run, ten exceptions, or an error outside of specs for conformance', () => {
    expect(compare(suite('cpu', []), suite('simd', []), []).problems).toHaveLength(1);
    const specs = Array.from({ length: 10 }, (_, i) => `spec ${i}`);
    const reference = suite('cpu', [['a', 'passed'], ...specs.map((name) => [name, 'passed'] as const)]);
    const candidate = suite('simd', [['a', 'passed']], ['worker died']);
    const comparison = compare(
      reference,
      candidate,
      specs.map((name) => ({ name, reason: 'why' })),
    );
    expect(comparison.problems).toEqual([
      expect.stringContaining('10 exceptions'),
      expect.stringContaining('worker died'),
    ]);
  });
});
