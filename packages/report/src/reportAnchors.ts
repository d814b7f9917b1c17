import { ReportError } from './errors';

export function checkedAnchor(id: string): string {
  if (!/^[A-Za-z][\w-]*$/.test(id)) {
    throw new ReportError(
      'INVALID_OPTION',
      `htmlReport: id is ${JSON.stringify(id)}; a letter, then letters, digits, "-" or "_" are accepted`,
    );
  }
  return id;
}

/** A section's anchor: its own, or one made from its heading. */
export function anchorOf({ heading, id }: { readonly heading: string; readonly id?: string }): string {
  if (id !== undefined) return checkedAnchor(id);
  const slug = heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return /^[a-z]/.test(slug) ? slug : `section-${slug}`;
}

export function requireDistinctAnchors(anchors: readonly string[]): void {
  const repeated = anchors.find((anchor, index) => anchors.indexOf(anchor) !== index);
  if (repeated !== undefined) {
    throw new ReportError(
      'DUPLICATE',
      `htmlReport: two parts have the id ${JSON.stringify(repeated)}; give one an id of its own`,
    );
  }
}
