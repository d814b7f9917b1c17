import { requireText } from './checks';
import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { pageStyle } from './pageStyle';
import { anchorOf, requireDistinctAnchors } from './reportAnchors';
import { type ReportSection, sectionMarkup } from './reportSection';

export interface HtmlReportOptions {
  readonly title: string;
  readonly subtitle?: string;
  /** A warning that must not be missed, above everything: `synthetic corpus`. */
  readonly banner?: string;
  /** Three or more get a table of contents, beside the text where there is room. */
  readonly sections: readonly ReportSection[];
  /** Plain text. Default: none. */
  readonly footer?: string;
  /** Language of the texts. Default `en-GB`. */
  readonly lang?: string;
}

/**
 * One self-contained, accessible HTML page: no script, no request leaves it (a content security policy says so), style
 * embedded, light and dark, phone and paper. Every text is escaped; only `html` and `svg` go in as they are.
 *
 * @param options title and sections, in order
 * @returns the whole document; same options, same bytes
 * @throws ReportError `EMPTY` without title or sections or for a part without text, `DUPLICATE` for equal anchors, `INVALID_OPTION` for a bad anchor or something that is no SVG, `NOT_A_WAV` for audio no browser plays, and what `comparisonTable` throws
 * @example
 * ```ts
 * const page = htmlReport({ title: 'Run 1', sections: [{ heading: 'Results', paragraphs: ['All went well.'] }] });
 * ```
 */
export function htmlReport(options: HtmlReportOptions): string {
  const { title, subtitle, banner, sections, footer, lang = 'en-GB' } = options;
  requireText(title, 'htmlReport: title');
  if (sections.length === 0) throw new ReportError('EMPTY', 'htmlReport: sections is empty; one section is the least');
  const anchors = sections.map(anchorOf);
  requireDistinctAnchors([
    'content',
    'contents',
    ...anchors,
    ...sections.flatMap(({ figures = [] }) => figures.flatMap(({ id }) => (id === undefined ? [] : [id]))),
  ]);
  const links = sections
    .map(({ heading }, index) => `<li><a href="#${anchors[index]}">${escapeMarkup(heading)}</a></li>`)
    .join('');
  const contents =
    sections.length < 3
      ? ''
      : `<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol>${links}</ol></nav>\n`;
  const body = sections.map((section, index) =>
    sectionMarkup(section, anchors[index]!, `htmlReport: sections[${index}]`),
  );
  return `<!doctype html>
<html lang="${escapeMarkup(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="page${contents === '' ? '' : ' with-contents'}">
<header>
<h1>${escapeMarkup(title)}</h1>
${subtitle === undefined ? '' : `<p class="lede">${escapeMarkup(subtitle)}</p>\n`}${banner === undefined ? '' : `<p class="banner" role="note">${escapeMarkup(banner)}</p>\n`}</header>
${contents}<main id="content">
${body.join('\n')}
</main>
${footer === undefined ? '' : `<footer>${escapeMarkup(footer)}</footer>\n`}</div>
</body>
</html>
`;
}
