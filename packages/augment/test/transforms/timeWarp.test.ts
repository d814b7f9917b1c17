import type { Matrix } from '@ser/dsp';
import { createRng } from '@ser/random';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { timeWarp } from '../../src/index';

/** Each value says in which frame and bin it is. */
const frames = (rows: number): Matrix => ({
  data: Float32Array.from({ length: rows * 2 }, (_, i) => (i % 2 === 0 ? i / 2 : -i)),
  rows,
  cols: 2,
});

const timeOf = ({ data }: Matrix) => data.filter((_, i) => i % 2 === 0);

it('moves the moment, keeps the ends and stretches evenly between', () => {
  // W = 2: moments from 3 to 7; position 0.5 is 5, and it moves to 7.
  const warped = timeWarp({ maxWarp: 2 }).render(frames(11), { position: 0.5, shift: 1 });
  const expected = [0, 5 / 7, 10 / 7, 15 / 7, 20 / 7, 25 / 7, 30 / 7, 5, 5 + 5 / 3, 5 + 10 / 3, 10];
  expectAllClose(timeOf(warped), expected, { atol: 1e-6, why: 'float32' });
});

it('moves all frequencies alike', () => {
  const { data } = timeWarp({ maxWarp: 30 }).apply(frames(100), createRng(3));
  expectAllClose(
    data.filter((_, i) => i % 2 === 1),
    data.filter((_, i) => i % 2 === 0).map((x) => -2 * x - 1),
    { atol: 1e-4, why: 'float32 of values up to 200' },
  );
});

it.each([1, 2, 3, 4, 5, 9])('keeps time in order in %d frames, at the ends of what may be drawn', (rows) => {
  for (const position of [0, 1]) {
    for (const shift of [-1, 1]) {
      const times = timeOf(timeWarp().render(frames(rows), { position, shift }));
      expect([times[0], times.at(-1)]).toEqual([0, rows - 1]);
      expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).toBe(true);
    }
  }
});

it('never moves farther than it may', () => {
  const warped = timeOf(timeWarp({ maxWarp: 4 }).apply(frames(200), createRng(6)));
  const farthest = Math.max(...warped.map((time, i) => Math.abs(time - i)));
  expect(farthest).toBeGreaterThan(0);
  expect(farthest).toBeLessThanOrEqual(4);
});
