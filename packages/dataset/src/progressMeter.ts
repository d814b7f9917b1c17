/** How far a build is, counted in clips. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Clips a second since the first was started; 0 when the result came from the cache. */
  readonly rate: number;
  /** Seconds left at this rate. */
  readonly remainingSeconds: number;
}

export function progressMeter(total: number, report: ((progress: Progress) => void) | undefined) {
  const started = performance.now();
  let done = 0;
  return {
    /** One more clip is done. */
    step(): void {
      done++;
      // A clock's tick may be longer than a clip; never divide by nothing.
      const rate = done / Math.max((performance.now() - started) / 1000, 1e-3);
      report?.({ done, total, rate, remainingSeconds: (total - done) / rate });
    },
    /** All of it came from the cache. */
    complete(): void {
      report?.({ done: total, total, rate: 0, remainingSeconds: 0 });
    },
  };
}
