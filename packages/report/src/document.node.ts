import { createRequire } from 'node:module';

let blank: Document | undefined;

/**
 * The document figures are drawn in when the caller passes none: linkedom's, made on first use, so that a program
 * which only writes tables does not pay for a DOM. Chosen by the `node` condition; browsers get `document.browser.ts`.
 * The kept document stays empty: Plot only creates elements with it.
 */
export function defaultDocument(): Document {
  if (blank === undefined) {
    const { parseHTML } = createRequire(import.meta.url)('linkedom') as typeof import('linkedom');
    blank = parseHTML('<!doctype html><html><head></head><body></body></html>').document as Document;
  }
  return blank;
}
