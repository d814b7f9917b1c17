import { escapeMarkup } from './escapeMarkup';

const elementNode = 1;
const textNode = 3;

const geometry = new Set('x y x1 x2 y1 y2 cx cy r width height d transform'.split(' '));

/** Lengths to a thousandth of a pixel: smaller files, and the last bit of `Math.log10` differs between engines. */
function shortened(name: string, value: string): string {
  if (!geometry.has(name)) return value;
  return value.replace(/-?\d+\.\d{4,}(?:e[-+]?\d+)?/g, (length) => String(Math.round(1000 * Number(length)) / 1000));
}

/**
 * An SVG element tree as XML. Written here rather than taken from the document, because `outerHTML` differs between
 * linkedom and browsers (self-closing tags, attribute order), and the same data
 * must give the same bytes. (One difference stays: Plot shifts lines by half a pixel where `devicePixelRatio` is 1.)
 */
export function serialiseSvg(node: Node): string {
  if (node.nodeType === textNode) return escapeMarkup(node.nodeValue ?? '');
  if (node.nodeType !== elementNode) return '';
  const element = node as Element;
  const attributes = Array.from(
    element.attributes,
    ({ name, value }) => ` ${name}="${escapeMarkup(shortened(name, value))}"`,
  )
    .sort()
    .join('');
  const content = serialiseChildren(element);
  return content === ''
    ? `<${element.localName}${attributes}/>`
    : `<${element.localName}${attributes}>${content}</${element.localName}>`;
}

/** The children of an element, without the style sheet Plot puts first (ours is in the outer `<svg>`). */
export function serialiseChildren(element: Element): string {
  return Array.from(element.childNodes)
    .filter((child) => (child as Element).localName !== 'style')
    .map(serialiseSvg)
    .join('');
}
