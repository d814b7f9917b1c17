import { ReportError } from './errors';

/** The document figures are drawn in when the caller passes none: the page's own. */
export function defaultDocument(): Document {
  const { document } = globalThis as { document?: Document };
  if (document === undefined) {
    throw new ReportError(
      'NO_DOCUMENT',
      'this environment has no `document` (a worker?); pass one as the `document` option, for example from linkedom',
    );
  }
  return document;
}
