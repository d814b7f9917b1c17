import type { Exception } from './exceptions';
import type { SpecResult, SuiteResult } from './results';

/** The promise: fewer than ten exceptions. */
const MOST_EXCEPTIONS = 9;

export interface Comparison {
  /** Passed on both. */
  readonly passed: number;
  /** Passed on the reference only, and no exception says why: these fail the run. */
  readonly failures: readonly { readonly name: string; readonly messages: readonly string[] }[];
  /** Passed on the reference only, with a reason. */
  readonly excepted: readonly Exception[];
  /** Not passed on the reference either (not made for it, or skipped by the suite): not compared. */
  readonly notCompared: readonly string[];
  /** What makes the comparison itself worthless: stale exceptions, too many of them, an empty run, errors outside specs. */
  readonly problems: readonly string[];
}

/** Spec by name; the nth of one name is told apart by its number. */
function byName(specs: readonly SpecResult[]): Map<string, SpecResult> {
  const counts = new Map<string, number>();
  const named = new Map<string, SpecResult>();
  for (const spec of specs) {
    const count = (counts.get(spec.name) ?? 0) + 1;
    counts.set(spec.name, count);
    named.set(count === 1 ? spec.name : `${spec.name} (${count})`, spec);
  }
  return named;
}

/** Every spec that passes on the reference must pass on the candidate, or be excepted by name. */
export function compare(reference: SuiteResult, candidate: SuiteResult, exceptions: readonly Exception[]): Comparison {
  const expected = byName(reference.specs);
  const actual = byName(candidate.specs);
  const listed = new Map(exceptions.map((exception) => [exception.name, exception]));
  const excepted: Exception[] = [];
  const failures: { name: string; messages: readonly string[] }[] = [];
  const notCompared: string[] = [];
  let passed = 0;
  for (const [name, { status }] of expected) {
    const spec = actual.get(name);
    const exception = listed.get(name);
    if (status !== 'passed') notCompared.push(name);
    else if (spec?.status === 'passed') passed += 1;
    else if (exception) excepted.push(exception);
    else failures.push({ name, messages: spec ? messagesOf(spec) : ['the suite did not make this spec'] });
  }
  return { passed, failures, excepted, notCompared, problems: problems() };

  function problems(): string[] {
    const found: string[] = [];
    if (passed === 0) found.push('no spec passed on both backends: the suite did not run');
    if (exceptions.length > MOST_EXCEPTIONS) {
      found.push(`${exceptions.length} exceptions; at most ${MOST_EXCEPTIONS} are allowed`);
    }
    for (const { name } of exceptions) {
      if (!excepted.some((exception) => exception.name === name)) {
        found.push(`stale exception, remove it (it passes, or ${reference.backendName} does not pass it): ${name}`);
      }
    }
    const known = new Set(reference.errors);
    for (const error of candidate.errors) {
      if (!known.has(error)) found.push(`outside of a spec, on ${candidate.backendName} only: ${error}`);
    }
    return found;
  }
}

function messagesOf(spec: SpecResult): readonly string[] {
  return spec.messages.length > 0 ? spec.messages : [`the spec was ${spec.status}`];
}
