import { type Plot, type PlotOptions, plot } from '@observablehq/plot';
import { defaultDocument } from '#document';
import { px } from './composeFigure';
import { serialiseChildren } from './serialiseSvg';

/** A drawn plot: its markup moved to (x, y), and its scales for whatever is written beside it. */
export interface PlotPanel {
  readonly markup: string;
  readonly scale: Plot['scale'];
}

/** Draws with Observable Plot and takes the content out of its `<svg>`, ready to stand on a figure's sheet. */
export function plotPanel(options: PlotOptions, document = defaultDocument(), x = 0, y = 0): PlotPanel {
  // Without a legend, title or caption (ours are outside) Plot returns the bare <svg>.
  const drawn = plot({ ...options, document, className: 'ser-plot' });
  return {
    markup: `<g transform="translate(${px(x)},${px(y)})" text-anchor="middle" font-size="12">${serialiseChildren(drawn)}</g>`,
    scale: (name) => drawn.scale(name),
  };
}
