import { reportModels } from '@ser/models';
import { profiles } from '../src/profiles';
import { reportedConfusions, reportedNetworks } from '../src/reported';

const total = (matrix: readonly (readonly number[])[]) => matrix.flat().reduce((sum, count) => sum + count, 0);
const right = (matrix: readonly (readonly number[])[]) => matrix.reduce((sum, row, i) => sum + row[i]!, 0);

describe('reported figures', () => {
  it.each([
    ['cnn4', 361, 64.27],
    ['lstm', 1011, 44],
    ['cnnLstm5', 1011, 66.27],
  ] as const)('%s: the confusion matrix has %d rows and gives the printed accuracy', (name, rows, accuracy) => {
    const { matrix, labels } = reportedConfusions[name];
    expect(total(matrix)).toBe(rows);
    expect(matrix.every((row) => row.length === labels.length)).toBe(true);
    expect(Math.abs((100 * right(matrix)) / total(matrix) - accuracy)).toBeLessThan(0.6);
  });

  it('names the networks that @ser/models builds, with their parameter counts', () => {
    expect(reportedNetworks.map(({ name }) => name)).toEqual(Object.keys(reportModels));
    for (const { name, parameters } of reportedNetworks) {
      if (parameters !== undefined) expect(reportModels[name as keyof typeof reportModels].parameters).toBe(parameters);
    }
  });

  it('trains in profile full as long as the report did', () => {
    expect(reportedNetworks.map(({ name }) => profiles.full.epochs(name))).toEqual([100, ...Array(9).fill(60)]);
  });
});
