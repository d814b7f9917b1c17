import { requireText } from './checks';
import { escapeMarkup } from './escapeMarkup';

/** What somebody typed, or has to type, to the letter. */
export interface ReportCommand {
  /** One line or several. Copied from the page, it is what was given here. */
  readonly command: string;
  /** Said over it. */
  readonly caption?: string;
}

/** Not wrapped: a browser breaks lines after hyphens, and an option that is torn apart cannot be read. */
export function commandMarkup(given: string | ReportCommand, fallbackName: string, where: string): string {
  const { command, caption } = typeof given === 'string' ? { command: given, caption: undefined } : given;
  requireText(command, `${where}.command`);
  const heading = caption === undefined ? '' : `<p class="side">${escapeMarkup(caption)}</p>`;
  return `<div class="command">${heading}<pre tabindex="0" role="region" aria-label="${escapeMarkup(caption ?? fallbackName)}"><code>${escapeMarkup(command)}</code></pre></div>`;
}
