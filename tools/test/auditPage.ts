/**
 * What is wrong with the open page for those who read it otherwise than we do: contrast, names, headings, landmarks,
 * tables, keyboard, room. Runs inside the page, so it stands alone. Rules and limits are WCAG 2.2 AA, and 4.5:1 for large text too.
 */
export function auditPage(leastTextHeight: number): string[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const problems: string[] = [];
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const nameOf = (element: Element) => {
    const labels = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const own = element.getAttribute('aria-label') ?? '';
    return (own + labels.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')).trim();
  };
  const say = (element: Element) =>
    `<${element.localName}> ${JSON.stringify((element.textContent ?? '').trim().slice(0, 40))}`;

  function parse(text: string): Colour {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, text.startsWith('rgb') ? alpha : 0];
  }
  function over([red, green, blue, alpha]: Colour, below: Colour): Colour {
    const mix = (one: number, other: number) => alpha * one + (1 - alpha) * other;
    return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
  }
  function luminance([red, green, blue]: Colour): number {
    const linear = (byte: number) => (byte <= 10.31 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
  function contrast(one: Colour, other: Colour): number {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light! + 0.05) / (dark! + 0.05);
  }
  function paint(element: Element): Colour {
    const style = getComputedStyle(element);
    if (!(element instanceof SVGElement) || element instanceof SVGSVGElement) return parse(style.backgroundColor);
    // A line has no inside, and what is painted as a stroke is thinner than letters.
    if (element instanceof SVGLineElement || element instanceof SVGTextElement) return [0, 0, 0, 0];
    const [red, green, blue, alpha] = parse(style.fill);
    return [red, green, blue, alpha * Number(style.fillOpacity) * Number(style.opacity)];
  }
  /** All that is painted where the text is, from the canvas upward. */
  function background(element: Element): Colour {
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const canvas = parse(getComputedStyle(document.body).backgroundColor);
    return document
      .elementsFromPoint(left + width / 2, top + height / 2)
      .reverse()
      .reduce((below, hit) => over(paint(hit), below), canvas);
  }
  function requireContrast(element: Element, colour: Colour): void {
    const behind = background(element);
    const ratio = contrast(over(colour, behind), behind);
    if (ratio < 4.5) problems.push(`${say(element)} has a contrast of ${ratio.toFixed(2)}`);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = new Set<Element>();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement!;
    if (walker.currentNode.nodeValue!.trim() !== '' && !(parent instanceof SVGElement) && isShown(parent)) {
      texts.add(parent);
    }
  }
  for (const element of texts) {
    if (!element.matches('style,.skip')) requireContrast(element, parse(getComputedStyle(element).color));
  }
  for (const element of all('svg text').filter(isShown)) {
    const style = getComputedStyle(element);
    requireContrast(element, parse(style.fill));
    const drawing = element.closest('svg')!;
    const size =
      Number.parseFloat(style.fontSize) * (drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width);
    if (size < leastTextHeight) problems.push(`${say(element)} is ${size.toFixed(1)} px high`);
  }
  scrollTo(0, 0);

  for (const drawing of all('svg').filter(isShown)) {
    if (drawing.getAttribute('role') !== 'img' || nameOf(drawing) === '') problems.push('an <svg> is no named image');
  }
  for (const element of all('audio,nav,section,[role=region],[role=group],[tabindex]').filter(isShown)) {
    if (nameOf(element) === '') problems.push(`${say(element)} has no name`);
    if (element.tabIndex >= 0 && element.matches('div') && element.getAttribute('role') === null) {
      problems.push(`${say(element)} can be focused, but has no role`);
    }
  }
  for (const element of all('a,summary')) if (element.textContent?.trim() === '') problems.push('an empty link');

  const levels = all('h1,h2,h3,h4,h5,h6')
    .filter(isShown)
    .map(({ localName }) => Number(localName[1]));
  if (levels.filter((level) => level === 1).length !== 1) problems.push('not one h1');
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1)
      problems.push(`heading ${index + 1} of ${levels.length} jumps to level ${level}`);
  });
  for (const landmark of ['main', 'body > header, body > :not(main) > header']) {
    if (all(landmark).length !== 1) problems.push(`not one ${landmark}`);
  }
  if (document.documentElement.lang === '' || document.title === '') problems.push('no language or no title');

  for (const table of all('table')) {
    if (table.querySelector('thead th[scope=col]') === null) problems.push(`${say(table)} has no column headers`);
    for (const cell of table.querySelectorAll('th:not([scope])')) problems.push(`${say(cell)} has no scope`);
  }
  const ids = all('[id]').map(({ id }) => id);
  if (new Set(ids).size !== ids.length) problems.push('an id occurs twice');
  for (const link of all('a[href^="#"]')) {
    if (!ids.includes(link.getAttribute('href')!.slice(1))) problems.push(`${say(link)} leads nowhere`);
    const { height } = link.getBoundingClientRect();
    if (link.closest('nav') !== null && isShown(link) && link.closest('li')!.getBoundingClientRect().height < 24) {
      problems.push(`${say(link)} is ${height} px high`);
    }
  }

  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    problems.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${room}`);
  }
  for (const element of all('body *').filter(isShown)) {
    const wider = element.scrollWidth > element.clientWidth + 1;
    const { overflowX, display } = getComputedStyle(element);
    if (!wider || display === 'inline' || element.closest('svg,audio') !== null) continue;
    if (overflowX === 'hidden' || overflowX === 'clip') problems.push(`${say(element)} is cut off`);
    if (overflowX === 'auto' && element.tabIndex < 0) problems.push(`${say(element)} scrolls, but not by keyboard`);
  }
  return problems;
}
