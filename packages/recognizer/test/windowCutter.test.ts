import fc from 'fast-check';
import { type AudioWindow, WindowCutter } from '../src/windowCutter';

const ramp = (length: number) => Float32Array.from({ length }, (_, n) => n + 1);

function cut(signal: Float32Array, plan: { window: number; hop: number }, blocks: readonly number[]): AudioWindow[] {
  const cutter = new WindowCutter(plan);
  const windows: AudioWindow[] = [];
  let at = 0;
  for (const size of [...blocks, signal.length]) {
    windows.push(...cutter.push(signal.subarray(at, at + size)));
    at = Math.min(signal.length, at + size);
  }
  const last = cutter.finish();
  return last === undefined ? windows : [...windows, last];
}

describe('WindowCutter', () => {
  it('cuts a window every hop, and one that ends with the signal', () => {
    const windows = cut(ramp(10), { window: 4, hop: 3 }, []);
    expect(windows.map(({ start, samples }) => [start, ...samples])).toEqual([
      [0, 1, 2, 3, 4],
      [3, 4, 5, 6, 7],
      [6, 7, 8, 9, 10],
    ]);
    expect(cut(ramp(11), { window: 4, hop: 3 }, []).at(-1)).toEqual({
      start: 7,
      samples: Float32Array.of(8, 9, 10, 11),
    });
  });

  it('gives a signal shorter than a window whole', () => {
    expect(cut(ramp(3), { window: 4, hop: 1 }, [1])).toEqual([{ start: 0, samples: ramp(3) }]);
  });

  it('does not drift when the hop is a fraction', () => {
    const starts = cut(ramp(40), { window: 5, hop: 3.5 }, []).map(({ start }) => start);
    expect(starts).toEqual([0, 4, 7, 11, 14, 18, 21, 25, 28, 32, 35]);
  });

  it('gives the same windows whatever the blocks', () => {
    const lengths = fc.record({
      total: fc.nat(300),
      window: fc.integer({ min: 1, max: 60 }),
      hop: fc.double({ min: 1, max: 90, noNaN: true }),
    });
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(70)), ({ total, window, hop }, blocks) => {
        const signal = ramp(total);
        const expected: AudioWindow[] = [];
        for (let k = 0; Math.round(k * hop) + window <= total; k++) {
          const start = Math.round(k * hop);
          expected.push({ start, samples: signal.slice(start, start + window) });
        }
        const last = expected.at(-1);
        if (total > (last ? last.start + window : 0)) {
          const start = Math.max(0, total - window);
          expected.push({ start, samples: signal.slice(start) });
        }
        expect(cut(signal, { window, hop }, blocks)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
