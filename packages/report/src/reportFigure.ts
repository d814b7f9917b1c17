import type { Table } from './comparisonTable';
import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { checkedAnchor } from './reportAnchors';
import { tableRegion } from './tableRegion';

/** A figure on the page: a figure function's SVG and what is said under it. */
export interface ReportFigure {
  /** Markup from this package's figure functions (or SVG you trust): it goes into the page as it is. */
  readonly svg: string;
  /** The figure drawn once more for narrow screens (say 360 px wide), shown there in its place. Default: `svg`, at three quarters of its width, scrolls in its box. */
  readonly narrow?: string;
  /** Said under the figure, after `Figure N.` when `number` is given. */
  readonly caption: string;
  /** Text alternative. Default: the one the figure function wrote into the SVG, else its `<title>` and `<desc>`, else the caption. */
  readonly alt?: string;
  /** The figure's number, for example that of the paper's figure it repeats. Default: none. */
  readonly number?: number | string;
  /** Anchor for links. Default: none. */
  readonly id?: string;
  /** Heading over `svg` when a reference stands beside it. Default `Ours`. */
  readonly label?: string;
  /** What it is compared with, to its left; below each other on narrow screens. */
  readonly reference?: { readonly svg: string; readonly label?: string; readonly alt?: string };
  /** The figure's numbers, folded away below it. */
  readonly data?: Table;
}

/** What an SVG says of itself, as markup: its label, or its title and description. */
function ownName(drawing: string, opening: string): string | undefined {
  const label = / aria-label="([^"]+)"/.exec(opening)?.[1];
  if (label !== undefined) return label;
  // Only the drawing's own: titles of shapes come after the first group.
  const head = drawing.slice(opening.length).split(/<(?:g|path|rect|circle|line|text|image)\b/, 1)[0]!;
  const parts = ['title', 'desc'].flatMap((tag) => {
    const said = new RegExp(`<${tag}\\b[^>]*>([^<]*)</${tag}>`).exec(head)?.[1]?.trim();
    return said === undefined || said === '' ? [] : [said];
  });
  return parts.length === 0 ? undefined : parts.join('. ').replace(/"/g, '&quot;');
}

/** The SVG as an image with a name: an unnamed one would be read out shape by shape, or not at all. */
function namedSvg(svg: string, alt: string | undefined, caption: string): string {
  if (!svg.trimStart().startsWith('<svg')) {
    throw new ReportError(
      'INVALID_OPTION',
      `htmlReport: a figure's svg begins ${JSON.stringify(svg.slice(0, 20))}; it must begin "<svg"`,
    );
  }
  const drawing = svg.trim();
  const opening = drawing.slice(0, drawing.indexOf('>'));
  const name = alt === undefined ? (ownName(drawing, opening) ?? escapeMarkup(caption)) : escapeMarkup(alt);
  const bare = opening.replace(/ (?:aria-label|role)="[^"]*"/g, '');
  return `${bare} role="img" aria-label="${name}"${drawing.slice(opening.length)}`;
}

interface Drawing {
  readonly svg: string;
  readonly narrow?: string;
  readonly alt?: string;
  readonly caption: string;
}

/** A box in which the drawing shrinks to three quarters, for smaller letters could not be read, and then scrolls. */
function drawingBox({ svg, narrow, alt, caption }: Drawing): string {
  const drawing = namedSvg(svg, alt, caption);
  const width = /^[^>]* width="([\d.]+)(?:px)?"/.exec(drawing)?.[1];
  const least = width === undefined ? '' : ` style="--width:${width}px"`;
  // What scrolls by itself must be reachable by keyboard.
  const box = (className: string) =>
    `<div class="${className}"${least} tabindex="0" role="group" aria-label="${escapeMarkup(caption)}">${drawing}</div>`;
  return narrow === undefined
    ? box('drawing')
    : `${box('drawing wide')}<div class="drawing narrow">${namedSvg(narrow, alt, caption)}</div>`;
}

export function figureMarkup(figure: ReportFigure): string {
  const { reference, caption } = figure;
  const label = figure.label ?? 'Ours';
  const other = reference?.label ?? 'Reported';
  const drawing = drawingBox({ ...figure, caption: reference === undefined ? caption : `${label}: ${caption}` });
  const content =
    reference === undefined
      ? drawing
      : `<div class="pair"><div><p class="side">${escapeMarkup(other)}</p>${drawingBox({ ...reference, caption: `${other}: ${caption}` })}</div>` +
        `<div><p class="side">${escapeMarkup(label)}</p>${drawing}</div></div>`;
  const number = figure.number === undefined ? '' : `<b>Figure ${escapeMarkup(String(figure.number))}.</b> `;
  const id = figure.id === undefined ? '' : ` id="${checkedAnchor(figure.id)}"`;
  const data =
    figure.data === undefined
      ? ''
      : `<details><summary>Show the numbers</summary>${tableRegion(figure.data, caption)}</details>`;
  return `<figure${id}>${content}<figcaption>${number}${escapeMarkup(caption)}${data}</figcaption></figure>`;
}
