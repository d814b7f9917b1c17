import { ReportError } from './errors';

/** What a cell may hold. `null` and `undefined` show as a dash: not measured, not zero. */
export type Cell = string | number | null | undefined;

const missing = '\u2013';

/** A cell as text: thousands separated, at most six decimals unless `digits` says how many. */
export function showCell(cell: Cell, where: string, digits?: number): string {
  if (cell === null || cell === undefined) return missing;
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) {
    throw new ReportError('NOT_FINITE', `${where} is ${cell}; use null for a value that is missing`);
  }
  return cell.toLocaleString('en-GB', {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 6,
  });
}
