import { requireText } from './checks';
import { ReportError } from './errors';
import { escapeMarkup } from './escapeMarkup';
import { type Cell, showCell } from './showCell';

/** What is to be known of one thing, at a glance: a model card, a machine, the seeds of a run. */
export interface ReportCard {
  readonly title: string;
  /** Names and values, in this order. */
  readonly values: readonly (readonly [name: string, value: Cell])[];
  /** Sentences below: what it is for, what it was not tried on. */
  readonly notes?: readonly string[];
}

export function cardMarkup({ title, values, notes = [] }: ReportCard, where: string): string {
  requireText(title, `${where}.title`);
  if (values.length === 0 && notes.length === 0) {
    throw new ReportError(
      'EMPTY',
      `${where} (${JSON.stringify(title)}) has neither values nor notes; one is the least`,
    );
  }
  const pairs = values.map(([name, value], index) => {
    requireText(name, `${where}.values[${index}][0]`);
    return `<div><dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(showCell(value, `${where}.values[${index}]`))}</dd></div>`;
  });
  const list = notes.map((note) => `<li>${escapeMarkup(note)}</li>`);
  return (
    `<article class="card"><h3>${escapeMarkup(title)}</h3>` +
    (pairs.length === 0 ? '' : `<dl>${pairs.join('')}</dl>`) +
    `${list.length === 0 ? '' : `<ul>${list.join('')}</ul>`}</article>`
  );
}
