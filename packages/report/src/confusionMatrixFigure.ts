import { axisX, axisY, cell, text } from '@observablehq/plot';
import { requireCount, requireDistinct } from './checks';
import { composeFigure, type FigureOptions, figureWidth, mutedText, svgText } from './composeFigure';
import { ReportError } from './errors';
import { palette } from './palette';
import { plotPanel } from './plotPanel';

/** A matrix of counts: rows are actual classes, columns predicted ones. */
export type Confusion = readonly (readonly number[])[];

export interface ConfusionMatrixOptions extends FigureOptions {
  readonly matrix: Confusion;
  /** Class names, in the order of rows and columns. */
  readonly labels: readonly string[];
  /** Heading over the matrix when a reference stands beside it. Default `Ours`. */
  readonly name?: string;
  /** Another matrix of the same classes, drawn on the left: for example the one a paper printed. */
  readonly reference?: {
    readonly matrix: Confusion;
    /** Default: the labels of the figure; others are refused. */
    readonly labels?: readonly string[];
    /** Heading over it. Default `Reported`. */
    readonly name?: string;
  };
}

interface Summary {
  readonly total: number;
  readonly right: number;
  readonly accuracy: number;
  /** Mean recall over the classes that occur. */
  readonly uar: number;
  /** Recall of each class; undefined for a class that does not occur. */
  readonly recalls: readonly (number | undefined)[];
}

function summarise(matrix: Confusion, labels: readonly string[], what: string): Summary {
  if (matrix.length === 0) throw new ReportError('EMPTY', `confusionMatrixFigure: ${what} has no rows`);
  matrix.forEach((row, actual) => {
    if (row.length !== matrix.length) {
      throw new ReportError(
        'NOT_SQUARE',
        `confusionMatrixFigure: ${what} has ${matrix.length} rows, but row ${actual} has ${row.length} columns; it must be square`,
      );
    }
    row.forEach((count, predicted) => {
      requireCount(count, `confusionMatrixFigure: ${what}[${actual}][${predicted}]`);
    });
  });
  if (labels.length !== matrix.length) {
    throw new ReportError(
      'LABEL_MISMATCH',
      `confusionMatrixFigure: ${labels.length} labels for ${matrix.length} classes of ${what}; one label a class is required`,
    );
  }
  const sums = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = sums.reduce((sum, count) => sum + count, 0);
  if (total === 0) throw new ReportError('EMPTY', `confusionMatrixFigure: ${what} counts nothing; every cell is 0`);
  const right = matrix.reduce((sum, row, index) => sum + row[index]!, 0);
  const recalls = matrix.map((row, index) => (sums[index] === 0 ? undefined : row[index]! / sums[index]!));
  const occurring = recalls.filter((recall) => recall !== undefined);
  return {
    total,
    right,
    accuracy: right / total,
    uar: occurring.reduce((sum, recall) => sum + recall, 0) / occurring.length,
    recalls,
  };
}

/** `64.3 %`: one decimal is what a few hundred test clips can carry. */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

function sentence({ total, right, accuracy, uar }: Summary): string {
  return `accuracy ${percent(accuracy)} (${right.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}), UAR ${percent(uar)}`;
}

// Shares above which digits change colour, so that their contrast to the shade below them is 4.5 everywhere: on white paper
// black has it up to 0.781 and white from 0.767; on dark paper, where the full shade is light, white up to 0.572 and black
// from 0.558. Three classes serve both.
function toneOf(share: number): 'low' | 'middle' | 'high' {
  return share > 0.774 ? 'high' : share > 0.565 ? 'middle' : 'low';
}

interface PanelGeometry {
  readonly x: number;
  readonly width: number;
  readonly left: number;
  readonly document?: Document;
}

const recallColumn = 58;

function matrixPanel(
  matrix: Confusion,
  labels: readonly string[],
  { recalls }: Summary,
  geometry: PanelGeometry,
): { markup: string; height: number } {
  const { x, width, left } = geometry;
  const cellWidth = (width - left - recallColumn) / labels.length;
  const cellHeight = Math.max(24, Math.min(cellWidth, 46));
  const longest = Math.max(...labels.map((label) => label.length));
  const rotate = longest * 6.8 > cellWidth - 2;
  const bottom = rotate ? 30 + longest * 4.6 : 50;
  const height = 22 + cellHeight * labels.length + bottom;
  const cells = matrix.flatMap((row, actual) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count, predicted) => ({
      actual: labels[actual]!,
      predicted: labels[predicted]!,
      count,
      // Plot drops marks of opacity 0 differently by version; the paper shows through either way.
      share: sum === 0 ? 0 : Math.round((1000 * count) / sum) / 1000,
      right: actual === predicted,
    }));
  });
  const digits = (tone: 'low' | 'middle' | 'high') =>
    text(
      cells.filter(({ share }) => toneOf(share) === tone),
      {
        x: 'predicted',
        y: 'actual',
        text: ({ count }) => String(count),
        fontSize: Math.min(15, Math.max(10, cellWidth / 3)),
        fontWeight: tone === 'low' ? undefined : 600,
        fill: { low: palette.ink, middle: palette.onMiddleHeat, high: palette.onHeat }[tone],
        fillOpacity: 1,
        className: `ser-on-${tone}`,
      },
    );
  const { markup, scale } = plotPanel(
    {
      width,
      height,
      marginTop: 22,
      marginBottom: bottom,
      marginLeft: left,
      marginRight: recallColumn,
      padding: 0.03,
      x: { domain: [...labels], type: 'band' },
      y: { domain: [...labels], type: 'band' },
      opacity: { type: 'identity' },
      marks: [
        cell(cells, {
          x: 'predicted',
          y: 'actual',
          className: 'ser-grid',
          stroke: palette.grid,
          fill: 'none',
          inset: 0.5,
        }),
        cell(cells, {
          x: 'predicted',
          y: 'actual',
          fill: palette.heat,
          fillOpacity: 'share',
          className: 'ser-heat',
          inset: 0.5,
        }),
        digits('low'),
        digits('middle'),
        digits('high'),
        axisX({
          label: 'predicted',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: bottom - 6,
          tickSize: 0,
          tickRotate: rotate ? -40 : 0,
          fontSize: 12,
        }),
        axisY({
          label: 'actual',
          labelAnchor: 'center',
          labelArrow: 'none',
          labelOffset: left - 22,
          tickSize: 0,
          fontSize: 12,
        }),
      ],
    },
    geometry.document,
    x,
  );
  const band = scale('y');
  const column = x + width - recallColumn / 2 + 2;
  const beside = labels
    .map((label, index) => {
      const recall = recalls[index];
      const middle = (band?.apply(label) as number) + (band?.bandwidth ?? 0) / 2;
      return svgText(recall === undefined ? '\u2013' : percent(recall, 0), column, middle + 4, { anchor: 'middle' });
    })
    .join('');
  return { markup: markup + svgText('recall', column, 14, { anchor: 'middle', ...mutedText }) + beside, height };
}

/**
 * A confusion matrix (the report's figures 4, 6 and 8): rows are the actual classes, columns the predicted ones, cells
 * show counts and are shaded by their share of the row, each row's recall stands at its end; accuracy and unweighted
 * average recall (UAR, over the classes that occur) in the subtitle. With `reference`, two matrices side by side,
 * under 520 px below each other.
 *
 * @param options matrix and labels; width defaults to 68 px a class and the labels
 * @returns one SVG document
 * @throws ReportError `NOT_SQUARE`, `LABEL_MISMATCH`, `DUPLICATE`, `NOT_FINITE`, `NOT_A_COUNT`, or `EMPTY` when nothing is counted
 * @example
 * ```ts
 * const svg = confusionMatrixFigure({ title: 'CNN', labels: ['calm', 'sad'], matrix: [[9, 1], [3, 7]] });
 * ```
 */
export function confusionMatrixFigure(options: ConfusionMatrixOptions): string {
  const { matrix, labels, reference } = options;
  const own = summarise(matrix, labels, 'matrix');
  requireDistinct(labels, 'confusionMatrixFigure: labels');
  const longest = Math.max(...labels.map((label) => label.length));
  const left = Math.round(Math.min(200, 44 + longest * 6.8));

  if (reference === undefined) {
    const width = figureWidth(
      'confusionMatrixFigure',
      options.width,
      Math.max(320, left + recallColumn + labels.length * 64),
    );
    const panel = matrixPanel(matrix, labels, own, { x: 0, width, left, document: options.document });
    const facts = sentence(own);
    return composeFigure({
      width,
      height: panel.height,
      body: panel.markup,
      title: options.title,
      subtitle: options.subtitle ?? facts.charAt(0).toUpperCase() + facts.slice(1),
      description: options.description ?? describe(options.title, [['', own]], labels),
    });
  }

  const other = summarise(reference.matrix, reference.labels ?? labels, 'reference.matrix');
  const otherLabels = reference.labels ?? labels;
  if (otherLabels.length !== labels.length || otherLabels.some((label, index) => label !== labels[index])) {
    throw new ReportError(
      'LABEL_MISMATCH',
      `confusionMatrixFigure: reference.labels are ${JSON.stringify(otherLabels)}, labels ${JSON.stringify(labels)}; both matrices must have the same classes in the same order`,
    );
  }
  const names = [reference.name ?? 'Reported', options.name ?? 'Ours'] as const;
  const width = figureWidth(
    'confusionMatrixFigure',
    options.width,
    Math.max(640, 2 * (left + recallColumn + labels.length * 46)),
  );
  // Two beside each other need this much for their headings alone.
  const stacked = width < 520;
  const half = stacked ? width : width / 2;
  const sides = [
    { matrix: reference.matrix, summary: other, name: names[0], x: 0 },
    { matrix, summary: own, name: names[1], x: stacked ? 0 : half },
  ].map(({ matrix: counts, summary, name, x }) => {
    const panel = matrixPanel(counts, labels, summary, { x, width: half, left, document: options.document });
    const heading =
      svgText(name, x + 16, 14, { size: 14, weight: 600 }) +
      svgText(sentence(summary), x + 16, 32, { size: 12, ...mutedText });
    return { markup: `${heading}<g transform="translate(0,38)">${panel.markup}</g>`, height: panel.height + 38 };
  });
  const [first, second] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const below = first.height + 12;
  return composeFigure({
    width,
    height: stacked ? below + second.height : Math.max(first.height, second.height),
    body: first.markup + (stacked ? `<g transform="translate(0,${below})">${second.markup}</g>` : second.markup),
    title: options.title,
    subtitle: options.subtitle,
    description:
      options.description ??
      describe(
        options.title,
        [
          [names[0], other],
          [names[1], own],
        ],
        labels,
      ),
  });
}

function describe(
  title: string | undefined,
  sides: readonly (readonly [string, Summary])[],
  labels: readonly string[],
): string {
  const parts = sides.map(([name, summary]) => {
    const recalls = labels.map((label, index) => {
      const recall = summary.recalls[index];
      return `${label} ${recall === undefined ? 'absent' : percent(recall, 0)}`;
    });
    return `${name === '' ? '' : `${name}: `}${sentence(summary)}; recall by class: ${recalls.join(', ')}.`;
  });
  return `${title ?? 'Confusion matrix'}. ${parts.join(' ')}`;
}
