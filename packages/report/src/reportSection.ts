import { requireText } from './checks';
import type { Table } from './comparisonTable';
import { escapeMarkup } from './escapeMarkup';
import { audioMarkup, type ReportAudio } from './reportAudio';
import { cardMarkup, type ReportCard } from './reportCard';
import { commandMarkup, type ReportCommand } from './reportCommand';
import { figureMarkup, type ReportFigure } from './reportFigure';
import { tableRegion } from './tableRegion';

/** One part of a page. What it holds is shown in the order of these fields. */
export interface ReportSection {
  readonly heading: string;
  /** Anchor: a letter, then letters, digits, `-` or `_`. Default: made from the heading. */
  readonly id?: string;
  readonly paragraphs?: readonly string[];
  readonly list?: readonly string[];
  readonly tables?: readonly (Table | { readonly html: string })[];
  readonly cards?: readonly ReportCard[];
  readonly commands?: readonly (string | ReportCommand)[];
  /** Markup you trust, put in as it is. Everything else in a report is escaped. */
  readonly html?: string;
  readonly figures?: readonly ReportFigure[];
  readonly audio?: readonly ReportAudio[];
}

/** Several in one box; nothing for none. */
function group(className: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`<div class="${className}">${parts.join('\n')}</div>`];
}

export function sectionMarkup(section: ReportSection, id: string, where: string): string {
  const {
    heading,
    paragraphs = [],
    list = [],
    tables = [],
    cards = [],
    commands = [],
    figures = [],
    audio = [],
  } = section;
  requireText(heading, `${where}.heading`);
  const parts = [
    ...paragraphs.map((paragraph) => `<p>${escapeMarkup(paragraph)}</p>`),
    ...(list.length === 0 ? [] : [`<ul>${list.map((item) => `<li>${escapeMarkup(item)}</li>`).join('')}</ul>`]),
    ...tables.map((table, index) => tableRegion(table, `${heading}, table ${index + 1}`)),
    ...group(
      'cards',
      cards.map((card, index) => cardMarkup(card, `${where}.cards[${index}]`)),
    ),
    ...commands.map((command, index) =>
      commandMarkup(command, `${heading}, command ${index + 1}`, `${where}.commands[${index}]`),
    ),
    ...(section.html === undefined ? [] : [section.html]),
    ...figures.map(figureMarkup),
    ...group(
      'players',
      audio.map((clip, index) => audioMarkup(clip, `${where}.audio[${index}]`)),
    ),
  ];
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escapeMarkup(heading)}</h2>\n${parts.join('\n')}\n</section>`;
}
