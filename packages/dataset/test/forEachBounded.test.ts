import fc from 'fast-check';
import { forEachBounded } from '../src/forEachBounded';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('forEachBounded', () => {
  it('never has more than the limit unfinished, and does every task once, in order of start', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (delays, limit) => {
          const started: number[] = [];
          let unfinished = 0;
          let most = 0;
          await forEachBounded(delays.length, limit, async (index) => {
            started.push(index);
            most = Math.max(most, ++unfinished);
            await pause(delays[index]!);
            unfinished--;
          });
          expect(started).toEqual(delays.map((_, index) => index));
          expect(most).toBe(Math.min(limit, delays.length));
        },
      ),
      { numRuns: 30, seed: 11 },
    );
  });

  it('starts nothing more after a failure, and waits for what runs', async () => {
    let finished = 0;
    const run = forEachBounded(20, 3, async (index) => {
      if (index === 1) throw new Error('second');
      await pause(5);
      finished++;
    });
    await expect(run).rejects.toThrow('second');
    expect(finished).toBe(2);
  });
});
