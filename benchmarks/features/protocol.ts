// What calculators and the run say to each other, a line of JSON each: the first is the calculator's title, then it answers.

/** `check` wants a case's arrays, `time` how long its runs take, as many as `ms` of processor time
 * have room for, but one at least. */
export type Request = { readonly check: string } | { readonly time: string; readonly ms: number };

export interface Timed {
  /** Milliseconds of each run. */
  readonly times: readonly number[];
  /** Processor time of a run in milliseconds, on average, of all threads: other programs do not add to it. */
  readonly processor: number;
}

/** One of these a line. */
export interface Answers {
  readonly title: string;
  /** Float32, in base64. */
  readonly arrays: readonly string[];
  readonly timed: Timed;
  /** Why there is nothing else. */
  readonly error: string;
}
