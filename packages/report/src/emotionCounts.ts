import { axisY, barX, ruleX, text } from '@observablehq/plot';
import { requireCount, requireDistinct } from './checks';
import { composeFigure, type FigureOptions, figureWidth } from './composeFigure';
import { ReportError } from './errors';
import { palette } from './palette';
import { plotPanel } from './plotPanel';

export interface EmotionCountsOptions extends FigureOptions {
  /** One bar an entry, in this order from the top. */
  readonly counts: readonly { readonly label: string; readonly count: number }[];
}

/**
 * Bars of how many clips each emotion has (the report's figure 1), with the number at each bar.
 *
 * @param options counts in drawing order; width defaults to 640 px
 * @returns one SVG document
 * @throws ReportError `EMPTY` without entries, `NOT_FINITE` or `NOT_A_COUNT` for a count that is none, `DUPLICATE` for equal labels
 * @example
 * ```ts
 * const svg = emotionCounts({ title: 'Clips', counts: [{ label: 'angry', count: 192 }, { label: 'calm', count: 192 }] });
 * ```
 */
export function emotionCounts(options: EmotionCountsOptions): string {
  const { counts } = options;
  if (counts.length === 0) throw new ReportError('EMPTY', 'emotionCounts: counts is empty; at least one is required');
  counts.forEach(({ label, count }) => {
    requireCount(count, `emotionCounts: the count of ${JSON.stringify(label)}`);
  });
  const labels = counts.map(({ label }) => label);
  requireDistinct(labels, 'emotionCounts: counts');

  const width = figureWidth('emotionCounts', options.width, 640);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const height = counts.length * 34 + 12;
  const longest = Math.max(...labels.map((label) => label.length));
  const largest = Math.max(1, ...counts.map(({ count }) => count));
  const { markup } = plotPanel(
    {
      width,
      height,
      marginTop: 0,
      marginBottom: 12,
      marginLeft: Math.min(width * 0.4, 28 + longest * 7.4),
      marginRight: 64,
      // No axis of numbers: each bar says its own.
      x: { domain: [0, largest], axis: null },
      y: { domain: labels, type: 'band', padding: 0.28, label: null },
      marks: [
        axisY({ tickSize: 0, fontSize: 13, label: null }),
        barX(counts, { x: 'count', y: 'label', fill: palette.blue, className: 'ser-fill' }),
        text(counts, {
          x: 'count',
          y: 'label',
          text: ({ count }) => count.toLocaleString('en-GB'),
          dx: 7,
          textAnchor: 'start',
          fontSize: 13,
          fontWeight: 600,
        }),
        ruleX([0], { strokeOpacity: 0.5 }),
      ],
    },
    options.document,
  );
  return composeFigure({
    width,
    height,
    body: markup,
    title: options.title,
    subtitle: options.subtitle ?? `${total.toLocaleString('en-GB')} clips`,
    description:
      options.description ??
      `${options.title ?? 'Clips by emotion'}. Bar chart: ${counts.map(({ label, count }) => `${label} ${count}`).join(', ')}.`,
  });
}
