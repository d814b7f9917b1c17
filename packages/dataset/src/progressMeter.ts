/** How far a build is, counted in clips. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Clips computed a second, those from the cache not counted; 0 when all came from the cache. */
  readonly rate: number;
  /** Seconds left at this rate. */
  readonly remainingSeconds: number;
}

export function progressMeter(total: number, report: ((progress: Progress) => void) | undefined) {
  let started = performance.now();
  let done = 0;
  let cached = 0;
  return {
    /** These many clips came from the cache; the rest begins now. */
    found(count: number): void {
      cached = count;
      done = count;
      started = performance.now();
      if (done === total) report?.({ done, total, rate: 0, remainingSeconds: 0 });
    },
    /** One more clip is done. */
    step(): void {
      done++;
      // A clock's tick may be longer than a clip; never divide by nothing.
      const rate = (done - cached) / Math.max((performance.now() - started) / 1000, 1e-3);
      report?.({ done, total, rate, remainingSeconds: (total - done) / rate });
    },
  };
}
