import { requireFinite } from './checks';
import { composeFigure, type FigureOptions, figureWidth, mutedText, px, svgText, wrapText } from './composeFigure';
import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { palette } from './palette';

/** One line of the figure. */
export interface IntervalRow {
  /** Rows of one group stand together under its name, in the order given. */
  readonly group: string;
  readonly label: string;
  /** A share, 0 to 1. */
  readonly value: number;
  /** Ends of the interval; both or none. */
  readonly low?: number;
  readonly high?: number;
}

export interface IntervalFigureOptions extends FigureOptions {
  readonly rows: readonly IntervalRow[];
}

const rowHeight = 34;
const groupHeight = 30;
const axisHeight = 26;

/**
 * Shares as dots with their intervals, in groups, on one scale from 0 to 100 %: what a change of protocol is worth.
 *
 * @param options width defaults to 720 px
 * @returns one SVG document
 * @throws ReportError `EMPTY` without rows, `NOT_FINITE`, `INVALID_OPTION` for a share outside 0 to 1 or half an interval
 */
export function intervalFigure(options: IntervalFigureOptions): string {
  const { rows } = options;
  if (rows.length === 0) throw new ReportError('EMPTY', 'intervalFigure: rows is empty; at least one is required');
  for (const row of rows) check(row);
  const width = figureWidth('intervalFigure', options.width, 720);
  const left = Math.min(width * 0.42, 300);
  const right = width - 74;
  const x = (share: number) => left + share * (right - left);
  const groups = [...new Set(rows.map(({ group }) => group))];
  const height = groups.length * groupHeight + rows.length * rowHeight + axisHeight;

  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = px(x(share));
    return (
      `<line class="ser-grid" x1="${at}" y1="0" x2="${at}" y2="${height - axisHeight}" stroke="${palette.grid}"/>` +
      svgText(`${100 * share} %`, x(share), height - 8, { anchor: 'middle', size: 11, ...mutedText })
    );
  });
  let y = 0;
  const drawn = groups.flatMap((group) => {
    const heading = svgText(group, 12, y + 20, { weight: 600, size: 13 });
    y += groupHeight;
    const lines = rows
      .filter((row) => row.group === group)
      .map((row) => {
        const markup = rowMarkup(row, { y: y + rowHeight / 2, left, x });
        y += rowHeight;
        return markup;
      });
    return [heading, ...lines];
  });
  const said = rows.map((row) => `${row.group}, ${row.label}: ${textOf(row)}`).join('; ');
  return composeFigure({
    width,
    height,
    body: [...ticks, ...drawn].join(''),
    title: options.title,
    subtitle: options.subtitle,
    description: options.description ?? `${options.title ?? 'Shares with intervals'}. ${said}.`,
  });
}

function check({ group, label, value, low, high }: IntervalRow): void {
  const what = `intervalFigure: ${JSON.stringify(label)} of ${JSON.stringify(group)}`;
  if ((low === undefined) !== (high === undefined)) {
    throw new ReportError('INVALID_OPTION', `${what} has one end of an interval; both or none are accepted`);
  }
  for (const share of [value, low ?? value, high ?? value]) {
    requireFinite(share, what);
    if (share < 0 || share > 1) throw new ReportError('INVALID_OPTION', `${what} is ${share}; 0 to 1 are accepted`);
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function textOf({ value, low, high }: IntervalRow): string {
  return low === undefined ? percent(value) : `${percent(value)} (${percent(low)} to ${percent(high!)})`;
}

function rowMarkup(row: IntervalRow, place: { y: number; left: number; x: (share: number) => number }): string {
  const { y, left, x } = place;
  const { label, value, low, high } = row;
  const lines = wrapText(label, left - 36, 11.5).slice(0, 2);
  const first = y + 4 - (lines.length - 1) * 6.5;
  const text = lines.map((line, i) => svgText(line, 24, first + 13 * i, { size: 11.5 })).join('');
  const interval =
    low === undefined
      ? ''
      : `<line class="ser-first" x1="${px(x(low))}" y1="${px(y)}" x2="${px(x(high!))}" y2="${px(y)}" stroke="${palette.blue}" stroke-width="3" stroke-linecap="round"/>`;
  const dot = `<circle class="ser-fill" cx="${px(x(value))}" cy="${px(y)}" r="5.5" fill="${palette.blue}"><title>${escapeMarkup(`${label}: ${textOf(row)}`)}</title></circle>`;
  return `${text}${interval}${dot}${svgText(percent(value), x(Math.max(value, high ?? value)) + 10, y + 4, { size: 12, weight: 600 })}`;
}
