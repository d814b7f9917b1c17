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
  /** Specs that ran on an instance of our class: a fallback to another backend would show as none. */
  readonly onSimdBackend: number;
  readonly specs: readonly SpecResult[];
  /** Failures outside of specs: a `beforeAll`, an error nobody awaited. */
  readonly errors: readonly string[];
}
