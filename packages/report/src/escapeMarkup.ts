const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// XML 1.0 allows only these below the space; anything else would make the SVG file unreadable.
const allowedControls = new Set([9, 10, 13]);

function isForbidden(codePoint: number): boolean {
  if (codePoint < 32) return !allowedControls.has(codePoint);
  // Lone surrogates and the two non-characters are not XML either.
  return (codePoint >= 0xd800 && codePoint <= 0xdfff) || codePoint === 0xfffe || codePoint === 0xffff;
}

/** Text made safe as content and as a double-quoted attribute, in HTML and in XML. */
export function escapeMarkup(text: string): string {
  let escaped = '';
  for (const character of text) {
    escaped += isForbidden(character.codePointAt(0)!) ? '\uFFFD' : (named[character] ?? character);
  }
  return escaped;
}
