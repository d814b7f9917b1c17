export type SpecStatus = 'passed' | 'failed' | 'skipped';

export interface SpecResult {
  /** Suites and spec in one line, as jasmine joins them. Not unique: the suite has a few names twice. */
  readonly name: string;
  readonly status: SpecStatus;
  readonly messages: readonly string[];
}

/** What one run of the suite on one backend gave. Plain data: it crosses processes and pages. */
export interface SuiteResult {
  readonly backendName: string;
  readonly specs: readonly SpecResult[];
  /** Failures outside of specs: a `beforeAll`, an error nobody awaited. */
  readonly errors: readonly string[];
}
