import type { Cell } from '../cell';
import { protocols } from '../twin/protocols';

/**
 * `splits.csv`: one line a kind of features and row. Under each protocol stands the fold that was trained without the row,
 * or nothing when every fold was trained with it. A row that a fold leaves out is tested there if it is an original; under
 * the report's protocol the others are, too. The ablation leaves out versions besides.
 */
export function splitsCsv(cells: readonly Cell[]): string {
  const whole = cells.filter(({ study }) => study !== 'ablation');
  const names = protocols.filter(({ name }) => whole.some(({ protocol }) => protocol === name)).map(({ name }) => name);
  const lines = [...new Set(whole.map(({ features }) => features))].sort().flatMap((features) => {
    const some = whole.filter((cell) => cell.features === features);
    const rows = new Set(some.flatMap((cell) => [...trainedRows(cell), ...testedRows(cell)]));
    const leftOut = names.map((name) =>
      foldWithout(
        rows,
        some.filter(({ protocol }) => protocol === name),
      ),
    );
    return [...rows].sort().map((row) => [features, row, ...leftOut.map((fold) => fold.get(row) ?? '')].join(','));
  });
  return `${[['features', 'clip', 'version', ...names].join(','), ...lines].join('\n')}\n`;
}

const trainedRows = ({ train }: Cell) =>
  train.clips.flatMap(({ versions, clips }) =>
    clips.flatMap((clip) => versions.map((version) => `${clip},${version}`)),
  );

const testedRows = ({ test }: Cell) => test.clips.map((clip, at) => `${clip},${test.versions[at]}`);

function foldWithout(rows: ReadonlySet<string>, cells: readonly Cell[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const cell of cells) {
    const trained = new Set(trainedRows(cell));
    for (const row of rows) if (!trained.has(row)) found.set(row, cell.fold);
  }
  return found;
}
