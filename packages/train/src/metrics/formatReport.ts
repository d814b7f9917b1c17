import { TrainError } from '../errors';
import type { ClassificationReport } from './classificationReport';

/** Options of {@link formatReport}. */
export interface FormatReportOptions {
  /** Digits after the point, 0 to 15. Default 2. */
  readonly digits?: number;
}

/**
 * The table that scikit-learn prints for the same predictions, character by character: rounding (half to even),
 * widths, blank lines, the line break at the end.
 *
 * @param report - of `classificationReport`
 * @throws TrainError `INVALID_OPTION`
 * @example
 * console.log(formatReport(classificationReport([0, 1], [0, 1], ['calm', 'sad'])));
 * @see scikit-learn 1.9's `classification_report(labels=all, target_names=labels, zero_division=0)`
 */
export function formatReport(report: ClassificationReport, { digits = 2 }: FormatReportOptions = {}): string {
  if (!Number.isInteger(digits) || digits < 0 || digits > 15) {
    throw new TrainError(
      'INVALID_OPTION',
      `formatReport: digits=${String(digits)}; expected a whole number from 0 to 15`,
    );
  }
  const { perClass, macroAverage, weightedAverage, accuracy, support } = report;
  const width = Math.max('weighted avg'.length, digits, ...perClass.map(({ label }) => [...label].length));
  const line = (heading: string, cells: readonly string[]) =>
    `${padStart(heading, width)} ${cells.map((cell) => ` ${padStart(cell, 9)}`).join('')}\n`;
  // Where no prediction is right, scikit-learn counts in floats and prints 12 rows as 12.0.
  const count = (rows: number) => (accuracy > 0 ? String(rows) : rows.toFixed(1));
  const fixed = (value: number) => toFixedHalfEven(value, digits);
  const figures = ({ precision, recall, f1 }: typeof macroAverage, rows: number) => [
    fixed(precision),
    fixed(recall),
    fixed(f1),
    count(rows),
  ];
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...perClass.map((of) => line(of.label, figures(of, of.support))),
    '\n',
    line('accuracy', ['', '', fixed(accuracy), count(support)]),
    line('macro avg', figures(macroAverage, support)),
    line('weighted avg', figures(weightedAverage, support)),
  ].join('');
}

/** Pads by characters as Python counts them: an emoji is one. */
function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - [...text].length)) + text;
}

/** As Python's `format(value, '.2f')` for 0 <= value <= 1. JavaScript's `toFixed` rounds 0.125 up, Python to even. */
function toFixedHalfEven(value: number, digits: number): string {
  const scaled = value * 10 ** digits;
  const below = Math.floor(scaled);
  // Half way exactly, not by rounding of the product: such a value has no bit beyond 2^-(digits + 1).
  const tie = scaled - below === 0.5 && Number.isInteger(value * 2 ** (digits + 1));
  return (tie && below % 2 === 0 ? below / 10 ** digits : value).toFixed(digits);
}
