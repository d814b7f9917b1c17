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
  /** A share to hold the value against, drawn as an upright mark: the accuracy that a paper reports. */
  readonly reference?: number;
  /** Another share of the same thing, drawn as a ring: that of the best epoch. */
  readonly second?: number;
}

export interface IntervalFigureOptions extends FigureOptions {
  readonly rows: readonly IntervalRow[];
  /** Names in the legend, which is drawn when a row has a `reference` or a `second`. Defaults `ours`, `reported`, `best epoch`. */
  readonly name?: string;
  readonly referenceName?: string;
  readonly secondName?: string;
}

interface Layout {
  /** Where 0 and 100 % are. */
  readonly left: number;
  readonly right: number;
  /** Labels stand over their line rather than beside it. */
  readonly stacked: boolean;
}

type Names = Required<Pick<IntervalFigureOptions, 'name' | 'referenceName' | 'secondName'>>;

const groupHeight = 30;
const axisHeight = 26;
const legendHeight = 28;
const lineHeight = 13;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/**
 * Shares as dots with their intervals, in groups, on one scale from 0 to 100 %: what a change of protocol is worth, how far a
 * reproduction is from its paper. Under 520 px the labels stand over their lines.
 *
 * @param options width defaults to 720 px
 * @returns one SVG document
 * @throws ReportError `EMPTY` without rows, `NOT_FINITE`, `INVALID_OPTION` for a share outside 0 to 1 or half an interval
 * @example
 * ```ts
 * const rows = [{ group: 'CNN', label: 'speakers apart', value: 0.4, low: 0.35, high: 0.45, reference: 0.65 }];
 * const svg = intervalFigure({ title: 'Accuracy', rows });
 * ```
 */
export function intervalFigure(options: IntervalFigureOptions): string {
  const { rows, name = 'ours', referenceName = 'reported', secondName = 'best epoch' } = options;
  if (rows.length === 0) throw new ReportError('EMPTY', 'intervalFigure: rows is empty; at least one is required');
  for (const row of rows) check(row);
  const names = { name, referenceName, secondName };
  const width = figureWidth('intervalFigure', options.width, 720);
  const stacked = width < 520;
  const layout = { left: stacked ? 28 : Math.min(width * 0.42, 300), right: width - 74, stacked };
  const legend = legendMarkup(rows, names);
  const top = legend === '' ? 0 : legendHeight;

  let y = top;
  const drawn = [...new Set(rows.map(({ group }) => group))].flatMap((group) => {
    const heading = wrapText(group, width - 32, 13).map((line) => {
      y += 18;
      return svgText(line, 16, y + 2, { weight: 600, size: 13 });
    });
    y += groupHeight - 18;
    const lines = rows
      .filter((row) => row.group === group)
      .map((row) => {
        const { markup, height } = rowMarkup(row, y, layout, names);
        y += height;
        return markup;
      });
    return [...heading, ...lines];
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = px(scaled(share, layout));
    return (
      `<line class="ser-grid" x1="${at}" y1="${top}" x2="${at}" y2="${px(y)}" stroke="${palette.grid}"/>` +
      svgText(`${100 * share} %`, scaled(share, layout), y + 18, { anchor: 'middle', size: 11, ...mutedText })
    );
  });
  const said = rows.map((row) => `${row.group}, ${row.label}: ${textOf(row, names)}`).join('; ');
  return composeFigure({
    width,
    height: y + axisHeight,
    body: [legend, ...ticks, ...drawn].join(''),
    title: options.title,
    subtitle: options.subtitle,
    description: options.description ?? `${options.title ?? 'Shares with intervals'}. ${said}.`,
  });
}

function check({ group, label, value, low, high, reference, second }: IntervalRow): void {
  const what = `intervalFigure: ${JSON.stringify(label)} of ${JSON.stringify(group)}`;
  if ((low === undefined) !== (high === undefined)) {
    throw new ReportError('INVALID_OPTION', `${what} has one end of an interval; both or none are accepted`);
  }
  for (const share of [value, low ?? value, high ?? value, reference ?? value, second ?? value]) {
    requireFinite(share, what);
    if (share < 0 || share > 1) throw new ReportError('INVALID_OPTION', `${what} is ${share}; 0 to 1 are accepted`);
  }
}

function textOf({ value, low, high, reference, second }: IntervalRow, { referenceName, secondName }: Names): string {
  const interval = low === undefined ? '' : ` (${percent(low)} to ${percent(high!)})`;
  const ring = second === undefined ? '' : `, ${secondName} ${percent(second)}`;
  const mark = reference === undefined ? '' : `, ${referenceName} ${percent(reference)}`;
  return `${percent(value)}${interval}${ring}${mark}`;
}

const scaled = (share: number, { left, right }: Layout) => left + share * (right - left);

// Shape tells the three apart as much as colour does.
const dot = (x: number, y: number, title = '') =>
  `<circle class="ser-fill" cx="${px(x)}" cy="${px(y)}" r="5.5" fill="${palette.blue}">${title}</circle>`;
const ring = (x: number, y: number) =>
  `<circle class="ser-paper ser-first" cx="${px(x)}" cy="${px(y)}" r="5" fill="${palette.paper}" stroke="${palette.blue}" stroke-width="2"/>`;
const upright = (x: number, y: number) =>
  `<line class="ser-second" x1="${px(x)}" y1="${px(y - 9)}" x2="${px(x)}" y2="${px(y + 9)}" stroke="${palette.vermillion}" stroke-width="3"/>`;

function legendMarkup(rows: readonly IntervalRow[], { name, referenceName, secondName }: Names): string {
  const hasReference = rows.some(({ reference }) => reference !== undefined);
  const hasSecond = rows.some(({ second }) => second !== undefined);
  if (!hasReference && !hasSecond) return '';
  let x = 22;
  return [
    { draw: dot, text: name, shown: true },
    { draw: ring, text: secondName, shown: hasSecond },
    { draw: upright, text: referenceName, shown: hasReference },
  ]
    .filter(({ shown }) => shown)
    .map(({ draw, text }) => {
      const markup = draw(x, 12) + svgText(text, x + 12, 16);
      // By an average glyph: there is no font to measure in Node.
      x += 36 + text.length * 6.6;
      return markup;
    })
    .join('');
}

function rowMarkup(row: IntervalRow, top: number, layout: Layout, names: Names): { markup: string; height: number } {
  const { label, value, low, high, reference, second } = row;
  const { left, right, stacked } = layout;
  const lines = wrapText(label, stacked ? right - left + 50 : left - 40, 11.5);
  const textHeight = lines.length * lineHeight;
  const height = stacked ? textHeight + 30 : Math.max(34, textHeight + 12);
  const y = stacked ? top + textHeight + 14 : top + height / 2;
  const first = stacked ? top + 10 : y + 4 - ((lines.length - 1) * lineHeight) / 2;
  const text = lines.map((line, index) => svgText(line, 28, first + lineHeight * index, { size: 11.5 })).join('');
  const x = (share: number) => scaled(share, layout);
  const interval =
    low === undefined
      ? ''
      : `<line class="ser-first" x1="${px(x(low))}" y1="${px(y)}" x2="${px(x(high!))}" y2="${px(y)}" stroke="${palette.blue}" stroke-width="3" stroke-linecap="round"/>`;
  const marks = [
    interval,
    reference === undefined ? '' : upright(x(reference), y),
    second === undefined ? '' : ring(x(second), y),
    dot(x(value), y, `<title>${escapeMarkup(`${label}: ${textOf(row, names)}`)}</title>`),
  ];
  const rightmost = Math.max(value, high ?? value, reference ?? value, second ?? value);
  const number = svgText(percent(value), x(rightmost) + 10, y + 4, { size: 12, weight: 600 });
  return { markup: `${text}${marks.join('')}${number}`, height };
}
