import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { figureStyle, fontFamily, palette } from './palette';

/** What every figure function takes beside its data. */
export interface FigureOptions {
  /** Heading inside the figure. Default: none. */
  readonly title?: string;
  /** Line under the heading. Default: what the figure function can say about its data. */
  readonly subtitle?: string;
  /** Text alternative (`aria-label`) for those who do not see the figure. Default: made from title and data. */
  readonly description?: string;
  /** Width in CSS pixels, 240 to 4000; the height follows. */
  readonly width?: number;
  /** Where to create elements. Default: linkedom's in Node, the page's own in browsers. */
  readonly document?: Document;
}

const margin = 16;

/** Greedy line breaks by an average glyph width: SVG text does not wrap, and there is no font to measure in Node. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const perLine = Math.max(12, Math.floor(width / (fontSize * 0.54)));
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > perLine) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** A coordinate with at most two decimals, so that files stay small and equal. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly weight?: number;
  readonly fill?: string;
  readonly className?: string;
}

/** One line of text at a baseline. */
export function svgText(text: string, x: number, y: number, style: TextStyle = {}): string {
  const { size = 12, anchor = 'start', weight, fill = palette.ink, className = 'ser-ink' } = style;
  const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
  return `<text class="${className}" x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" font-size="${size}"${bold} fill="${fill}">${escapeMarkup(text)}</text>`;
}

/** Muted text style, for everything that explains rather than shows. */
export const mutedText = { fill: palette.muted, className: 'ser-muted' } as const;

/** Width checked against what can still be read, or the default. */
export function figureWidth(caller: string, width: number | undefined, fallback: number): number {
  const chosen = width ?? fallback;
  if (!Number.isFinite(chosen) || chosen < 240 || chosen > 4000) {
    throw new ReportError('INVALID_OPTION', `${caller}: width is ${width}; 240 to 4000 pixels are accepted`);
  }
  return Math.round(chosen);
}

/** Puts heading and content on one sheet. `body` is drawn below the heading; `height` is the body's. */
export function composeFigure(parts: {
  readonly width: number;
  readonly height: number;
  readonly body: string;
  readonly title?: string;
  readonly subtitle?: string;
  readonly description: string;
}): string {
  const inner = parts.width - 2 * margin;
  let y = margin;
  let heading = '';
  for (const line of wrapText(parts.title ?? '', inner, 17)) {
    heading += svgText(line, margin, y + 14, { size: 17, weight: 600 });
    y += 22;
  }
  for (const line of wrapText(parts.subtitle ?? '', inner, 13)) {
    heading += svgText(line, margin, y + 12, { size: 13, ...mutedText });
    y += 18;
  }
  if (heading !== '') y += 8;
  const height = Math.ceil(y + parts.height + margin / 2);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="ser-figure" role="img" aria-label="${escapeMarkup(parts.description)}"` +
    ` viewBox="0 0 ${parts.width} ${height}" width="${parts.width}" height="${height}"` +
    ` color="${palette.ink}" fill="currentColor" font-family="${escapeMarkup(fontFamily)}">` +
    `<style>${figureStyle}</style>` +
    `<rect class="ser-paper" width="${parts.width}" height="${height}" fill="${palette.paper}"/>` +
    `${heading}<g transform="translate(0,${y})">${parts.body}</g></svg>\n`
  );
}
