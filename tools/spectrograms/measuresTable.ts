import { markdownTable, type Table } from '@ser/report';
import { type Cell, type CorpusMeasures, mean } from './corpusMeasures';

/** What `measures.json` holds. */
export interface Measures {
  readonly synthetic: CorpusMeasures;
  readonly real?: CorpusMeasures;
}

type Measure = Exclude<keyof Cell, 'emotion' | 'intensity' | 'clips'>;

const COLUMNS: readonly { readonly name: Measure; readonly label: string; readonly digits: number }[] = [
  { name: 'f0', label: 'F0, semitones', digits: 1 },
  { name: 'f0Range', label: 'F0 range, semitones', digits: 1 },
  { name: 'f0End', label: 'F0 at the end, semitones', digits: 1 },
  { name: 'level', label: 'level, dB', digits: 1 },
  { name: 'alphaRatio', label: 'alpha ratio, dB', digits: 1 },
  { name: 'hnr', label: 'HNR, dB', digits: 1 },
  { name: 'duration', label: 'duration, factor', digits: 2 },
  { name: 'pauses', label: 'pauses, share', digits: 2 },
];

/** One row an emotion and intensity: synthetic mean, and real mean after a bar; last how the two corpora's means correlate. */
export function measuresTable({ synthetic, real }: Measures): Table {
  const find = (corpus: CorpusMeasures, { emotion, intensity }: Cell) =>
    corpus.cells.find((cell) => cell.emotion === emotion && cell.intensity === intensity);
  const rows = synthetic.cells.map((cell) => {
    const other = real && find(real, cell);
    const show = (name: Measure, digits: number) =>
      other === undefined
        ? signed(cell[name], digits)
        : `${signed(cell[name], digits)} / ${signed(other[name], digits)}`;
    return [`${cell.emotion}, ${cell.intensity}`, ...COLUMNS.map(({ name, digits }) => show(name, digits))];
  });
  const pairs = synthetic.cells.flatMap((cell) => {
    const other = real && find(real, cell);
    return other === undefined ? [] : [{ cell, other }];
  });
  if (pairs.length > 2) {
    const r = ({ name }: { readonly name: Measure }) =>
      correlation(
        pairs.map(({ cell }) => cell[name]),
        pairs.map(({ other }) => other[name]),
      );
    rows.push(['correlation', ...COLUMNS.map((column) => signed(r(column), 2))]);
  }
  return {
    columns: ['reading', ...COLUMNS.map(({ label }) => ({ label, align: 'right' as const }))],
    rows,
  };
}

export function measuresMarkdown(measures: Measures): string {
  return markdownTable(measuresTable(measures));
}

function signed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? (0).toFixed(digits) : text).replace('-', '\u2212');
}

/** Pearson's. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squareA, squareB] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    product += (value - meanA) * (b[index]! - meanB);
    squareA += (value - meanA) ** 2;
    squareB += (b[index]! - meanB) ** 2;
  }
  return product / Math.sqrt(squareA * squareB);
}
