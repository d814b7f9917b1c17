import { makeDataset } from '../src/dataset';
import { dropLabels, gatherRows, select } from '../src/index';

const rows = ['calm', 'neutral', 'sad', 'calm'].map((label, index) => ({
  clipId: `c${index}`,
  speaker: '01',
  version: 'original',
  label,
}));
const labels = ['calm', 'neutral', 'sad'];
const dataset = makeDataset({
  x: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
  shape: [2],
  labels,
  rows,
  failed: [],
  warnings: [],
});

describe('select', () => {
  it('takes rows by number, in that order, and keeps the labels', () => {
    const part = select(dataset, [3, 0]);
    expect([...part.x]).toEqual([6, 7, 0, 1]);
    expect(part.rows.map(({ clipId }) => clipId)).toEqual(['c3', 'c0']);
    expect([...part.y]).toEqual([0, 0]);
    expect(part.labels).toEqual(labels);
    expect(part.contentKey).not.toBe(dataset.contentKey);
  });

  it('takes rows by predicate', () => {
    expect(select(dataset, ({ label }) => label === 'sad').rows).toEqual([rows[2]]);
  });

  it('gives an equal dataset, key included, when every row is taken', () => {
    expect(select(dataset, () => true)).toEqual(dataset);
  });

  it.each([[4], [-1], [0.5], [Number.NaN]])('refuses the index %p', (index) => {
    expect(() => select(dataset, [index])).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});

describe('dropLabels', () => {
  it('leaves a class out and numbers the others anew', () => {
    const two = dropLabels(dataset, ['neutral']);
    expect(two.labels).toEqual(['calm', 'sad']);
    expect([...two.y]).toEqual([0, 1, 0]);
    expect([...two.x]).toEqual([0, 1, 4, 5, 6, 7]);
  });

  it('refuses a name that is no label', () => {
    expect(() => dropLabels(dataset, ['bored'])).toThrow("no label 'bored'; there are calm, neutral, sad");
  });
});

describe('gatherRows', () => {
  it('copies whole rows, also twice', () => {
    expect([...gatherRows(dataset.x, 4, [1, 1, 0])]).toEqual([4, 5, 6, 7, 4, 5, 6, 7, 0, 1, 2, 3]);
  });
});
