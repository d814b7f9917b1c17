import { createRng } from '@ser/random';
import { type Batch, cutmix, type Drawn, mixup } from '../../src/index';

const batchOf = (rows: number, shape: readonly number[]): Batch => {
  const size = shape.reduce((product, each) => product * each, 1);
  return { data: Float32Array.from({ length: rows * size }, (_, i) => Math.floor(i / size)), rows, shape };
};
interface Mixed {
  weight: number;
  partners: number[];
  top: number;
  bottom: number;
  left: number;
  right: number;
}

describe('mixup', () => {
  it('mixes each row with its partner', () => {
    const batch = { data: Float32Array.of(1, 2, 30, 40, 500, 600), rows: 3, shape: [2] };
    const { data } = mixup().render(batch, { weight: 0.75, partners: [1, 1, 0] });
    expect([...data]).toEqual([8.25, 11.5, 30, 40, 375.25, 450.5]);
  });

  it.each([0.2, 1, 3])('draws weights from Beta(%d, %d)', (alpha) => {
    const rng = createRng(0);
    const one = mixup({ alpha });
    const weights = Array.from({ length: 4000 }, () => (one.draw(batchOf(2, [1]), rng) as unknown as Mixed).weight);
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1 / (4 * (2 * alpha + 1)))).toBeLessThan(0.01);
  });

  it('makes every row the partner of one', () => {
    const { partners } = mixup().draw(batchOf(9, [1]), createRng(4)) as unknown as Mixed;
    expect([...partners].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it.each([
    { weight: 0.5, partners: [0] },
    { weight: 0.5, partners: [0, 2] },
    { weight: 1.5, partners: [0, 1] },
    { weight: 0.5 },
  ])('refuses %j', (drawn) => {
    expect(() => mixup().render(batchOf(2, [3]), drawn as Drawn)).toThrow(
      expect.objectContaining({ code: 'INVALID_DRAWN' }),
    );
  });
});

describe('cutmix', () => {
  it('puts the block of the partner into each row, in all channels', () => {
    const batch = batchOf(2, [3, 4, 2]);
    const { data } = cutmix().render(batch, { weight: 8 / 12, partners: [1, 0], top: 1, bottom: 3, left: 1, right: 3 });
    const firstChannel = [...data].filter((_, i) => i % 2 === 0);
    expect(firstChannel.slice(0, 12)).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
    expect(firstChannel.slice(12)).toEqual([1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1]);
    expect([...data].filter((_, i) => i % 2 === 1)).toEqual(firstChannel);
  });

  it.each([[[30, 20, 1]], [[162]], [[1, 50]], [[40, 1]]])('says how much of a row of %j stays', (shape) => {
    const rng = createRng(2);
    const weights: number[] = [];
    for (let draw = 0; draw < 500; draw++) {
      const batch = batchOf(2, shape);
      const drawn = cutmix().draw(batch, rng) as unknown as Mixed;
      const size = batch.data.length / 2;
      const { data } = cutmix().render(batch, { ...drawn, partners: [1, 0] });
      const own = data.subarray(0, size).filter((value) => value === 0).length;
      expect(own / size).toBeCloseTo(drawn.weight, 9);
      weights.push(drawn.weight);
    }
    // Whole middles would leave half on average; those that stick out leave more.
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    expect(mean).toBeGreaterThan(0.5);
    expect(mean).toBeLessThan(0.75);
    expect(Math.min(...weights)).toBeLessThan(0.3);
  });

  it('refuses a block outside of the shape', () => {
    const drawn = { weight: 0.5, partners: [1, 0], top: 0, bottom: 4, left: 0, right: 4 };
    expect(() => cutmix().render(batchOf(2, [3, 4]), drawn)).toThrow(
      expect.objectContaining({ code: 'INVALID_DRAWN' }),
    );
  });
});

it.each([
  [{ data: new Float32Array(0), rows: 0, shape: [3] }, 'EMPTY_BATCH'],
  [{ data: new Float32Array(5), rows: 2, shape: [3] }, 'INVALID_BATCH'],
  [{ data: new Float32Array(6), rows: 2 }, 'INVALID_BATCH'],
  [{ data: Float32Array.of(0, Number.NaN), rows: 2, shape: [1] }, 'NON_FINITE_SAMPLES'],
])('refuses the batch %j with %s', (batch, code) => {
  for (const mix of [mixup(), cutmix()]) {
    expect(() => mix.apply(batch as Batch, createRng(0))).toThrow(expect.objectContaining({ code }));
  }
});
