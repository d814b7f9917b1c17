/** Longest stretch of work between two looks at the event loop, in milliseconds. */
const stretch = 100;

/**
 * A function to await often: it lets timers and input through when the last time is 100 ms ago. Awaiting a tensor's data
 * does not: on a synchronous backend that resolves without ever leaving the microtask queue.
 */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < stretch) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
