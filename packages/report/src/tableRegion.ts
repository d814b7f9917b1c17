import { comparisonTable, type Table } from './comparisonTable';
import { escapeMarkup } from './escapeMarkup';

/** A table in a box that scrolls where it is wider than the page: named, and reachable by keyboard. */
export function tableRegion(table: Table | { readonly html: string }, fallbackName: string): string {
  const [html, caption] = 'html' in table ? [table.html, undefined] : [comparisonTable(table).html, table.caption];
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeMarkup(caption ?? fallbackName)}">${html}</div>`;
}
