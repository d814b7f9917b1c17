import { lcgNoise } from '../../../../tools/golden/signals';
import { expectAllClose } from '../../../../tools/test/expectAllClose';
import { normalizedDifference } from '../../src/pitch/normalizedDifference';

/** librosa 0.11's definition, sum by sum: d(1) without the first sample's square, and d(k) over the frame alone. */
function byDefinition(frame: Float32Array, minPeriod: number, maxPeriod: number): number[] {
  const correlation = (lag: number) => frame.reduce((sum, value, i) => sum + value * (frame[i + lag] ?? 0), 0);
  const values: number[] = [];
  let sum = 0;
  for (let k = 1; k <= maxPeriod; k++) {
    const energy = k === 1 ? 0 : frame.subarray(0, k).reduce((total, value) => total + value * value, 0);
    const d = 2 * (correlation(0) - correlation(k)) - energy;
    sum += d;
    if (k >= minPeriod) values.push(d / (sum / k));
  }
  return values;
}

it.each([
  { frameLength: 64, hopLength: 20, minPeriod: 2, maxPeriod: 40 },
  { frameLength: 101, hopLength: 33, minPeriod: 5, maxPeriod: 100 },
  { frameLength: 37, hopLength: 1, minPeriod: 3, maxPeriod: 20 },
])('is its definition, for $frameLength samples a frame', (shape) => {
  const samples = Float32Array.from(lcgNoise(200, 3));
  const rows = 1 + Math.floor((samples.length - shape.frameLength) / shape.hopLength);
  let seen = 0;
  normalizedDifference({ samples, rows, ...shape }, (difference, row) => {
    expect(row).toBe(seen++);
    const frame = samples.subarray(row * shape.hopLength, row * shape.hopLength + shape.frameLength);
    const expected = byDefinition(frame, shape.minPeriod, shape.maxPeriod);
    expectAllClose(difference, expected, { atol: 2e-6, why: 'spectra are stored as float32' });
  });
  expect(seen).toBe(rows);
});

it('is 0 where there is nothing, not NaN', () => {
  const shape = { frameLength: 64, hopLength: 64, minPeriod: 2, maxPeriod: 20 };
  normalizedDifference({ samples: new Float32Array(64), rows: 1, ...shape }, (difference) => {
    expect([...difference]).toEqual(new Array(19).fill(0));
  });
});
