import { comparisonTable, type Table } from './comparisonTable';
import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { pageStyle } from './pageStyle';

/** A figure on the page: a figure function's SVG and what is said under it. */
export interface ReportFigure {
  /** Markup from this package's figure functions (or SVG you trust): it goes into the page as it is. */
  readonly svg: string;
  /** Said under the figure, after `Figure N.` when `number` is given. */
  readonly caption: string;
  /** Text alternative. Default: the one the figure function wrote into the SVG. */
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

export interface ReportSection {
  readonly heading: string;
  /** Anchor: a letter, then letters, digits, `-` or `_`. Default: made from the heading. */
  readonly id?: string;
  /** In this order: paragraphs, list, tables, html, figures. */
  readonly paragraphs?: readonly string[];
  readonly list?: readonly string[];
  readonly tables?: readonly (Table | { readonly html: string })[];
  /** Markup you trust, put in as it is. Everything else in a report is escaped. */
  readonly html?: string;
  readonly figures?: readonly ReportFigure[];
}

export interface HtmlReportOptions {
  readonly title: string;
  readonly subtitle?: string;
  /** A warning that must not be missed, above everything: `synthetic corpus`. */
  readonly banner?: string;
  readonly sections: readonly ReportSection[];
  /** Plain text. Default: none. */
  readonly footer?: string;
  /** Language of the texts. Default `en-GB`. */
  readonly lang?: string;
}

function anchorOf({ heading, id }: ReportSection): string {
  if (id === undefined) {
    const slug = heading
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
    return /^[a-z]/.test(slug) ? slug : `section-${slug}`;
  }
  return checkedAnchor(id);
}

function checkedAnchor(id: string): string {
  if (!/^[A-Za-z][\w-]*$/.test(id)) {
    throw new ReportError(
      'INVALID_OPTION',
      `htmlReport: id is ${JSON.stringify(id)}; a letter, then letters, digits, "-" or "_" are accepted`,
    );
  }
  return id;
}

// The XML namespace is implied inside HTML, but harmless; the text alternative may be replaced.
function withAlternative(svg: string, alt: string | undefined): string {
  if (!svg.trimStart().startsWith('<svg')) {
    throw new ReportError(
      'INVALID_OPTION',
      `htmlReport: a figure's svg begins ${JSON.stringify(svg.slice(0, 20))}; it must begin "<svg"`,
    );
  }
  const drawing = svg.trim();
  if (alt === undefined) return drawing;
  const end = drawing.indexOf('>');
  const opening = drawing.slice(0, end).replace(/ (?:aria-label|role)="[^"]*"/g, '');
  return `${opening} role="img" aria-label="${escapeMarkup(alt)}"${drawing.slice(end)}`;
}

/** A box that scrolls by itself must be reachable by keyboard. */
function drawingBox(svg: string, alt: string | undefined): string {
  return `<div class="drawing" tabindex="0">${withAlternative(svg, alt)}</div>`;
}

function tableBox(table: Table | { readonly html: string }): string {
  const html = 'html' in table ? table.html : comparisonTable(table).html;
  return `<div class="scroll" tabindex="0">${html}</div>`;
}

function figureMarkup(figure: ReportFigure): string {
  const { reference } = figure;
  const drawing = drawingBox(figure.svg, figure.alt);
  const content =
    reference === undefined
      ? drawing
      : `<div class="pair"><div><p class="side">${escapeMarkup(reference.label ?? 'Reported')}</p>${drawingBox(reference.svg, reference.alt)}</div>` +
        `<div><p class="side">${escapeMarkup(figure.label ?? 'Ours')}</p>${drawing}</div></div>`;
  const number = figure.number === undefined ? '' : `<b>Figure ${escapeMarkup(String(figure.number))}.</b> `;
  const id = figure.id === undefined ? '' : ` id="${checkedAnchor(figure.id)}"`;
  const data =
    figure.data === undefined ? '' : `<details><summary>Show the numbers</summary>${tableBox(figure.data)}</details>`;
  return `<figure${id}>${content}<figcaption>${number}${escapeMarkup(figure.caption)}${data}</figcaption></figure>`;
}

function sectionMarkup(section: ReportSection, id: string): string {
  const parts = [
    ...(section.paragraphs ?? []).map((paragraph) => `<p>${escapeMarkup(paragraph)}</p>`),
    ...(section.list === undefined || section.list.length === 0
      ? []
      : [`<ul>${section.list.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</ul>`]),
    ...(section.tables ?? []).map(tableBox),
    ...(section.html === undefined ? [] : [section.html]),
    ...(section.figures ?? []).map(figureMarkup),
  ];
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escapeMarkup(section.heading)}</h2>\n${parts.join('\n')}\n</section>`;
}

function requireDistinctAnchors(anchors: readonly string[]): void {
  const repeated = anchors.find((anchor, index) => anchors.indexOf(anchor) !== index);
  if (repeated !== undefined) {
    throw new ReportError(
      'DUPLICATE',
      `htmlReport: two parts have the id ${JSON.stringify(repeated)}; give one an id of its own`,
    );
  }
}

/**
 * One self-contained, accessible HTML page: no request leaves it (a content security policy says so), style embedded,
 * light and dark, phone and paper. Every text is escaped; only `html` and `svg` go in as they are.
 *
 * @param options title and sections, in order
 * @returns the whole document; same options, same bytes
 * @throws ReportError `EMPTY` without title or sections, `DUPLICATE` for equal anchors, `INVALID_OPTION` for a bad anchor or something that is no SVG
 * @example
 * ```ts
 * const page = htmlReport({ title: 'Run 1', sections: [{ heading: 'Results', paragraphs: ['All went well.'] }] });
 * ```
 */
export function htmlReport(options: HtmlReportOptions): string {
  const { title, subtitle, banner, sections, footer, lang = 'en-GB' } = options;
  if (title.trim() === '') throw new ReportError('EMPTY', 'htmlReport: title is empty; a page needs a name');
  if (sections.length === 0) throw new ReportError('EMPTY', 'htmlReport: sections is empty; one section is the least');
  const anchors = sections.map(anchorOf);
  requireDistinctAnchors([
    'content',
    'contents',
    ...anchors,
    ...sections.flatMap(({ figures = [] }) => figures.flatMap(({ id }) => (id === undefined ? [] : [id]))),
  ]);
  const contents = sections
    .map(({ heading }, index) => `<li><a href="#${anchors[index]}">${escapeMarkup(heading)}</a></li>`)
    .join('');
  const navigation =
    sections.length < 3
      ? ''
      : `<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>${contents}</ol></nav>\n`;
  return `<!doctype html>
<html lang="${escapeMarkup(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="page">
<header>
<h1>${escapeMarkup(title)}</h1>
${subtitle === undefined ? '' : `<p class="lede">${escapeMarkup(subtitle)}</p>\n`}${banner === undefined ? '' : `<p class="banner" role="note">${escapeMarkup(banner)}</p>\n`}${navigation}</header>
<main id="content">
${sections.map((section, index) => sectionMarkup(section, anchors[index]!)).join('\n')}
</main>
${footer === undefined ? '' : `<footer>${escapeMarkup(footer)}</footer>\n`}</div>
</body>
</html>
`;
}
