import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';

export const hostile = '<script>alert(1)</script>" onload="alert(2)\' & \u0000';

/** The figure as an element; fails on anything that is not one `<svg>`. */
export function parseSvg(svg: string): Element {
  const root = parseHTML(`<!doctype html><html><body>${svg}</body></html>`).document.body.firstElementChild;
  if (root?.localName !== 'svg') throw new Error(`not an svg: ${svg.slice(0, 60)}`);
  return root as Element;
}

/** Every text a reader sees, in drawing order. */
export function textsOf(svg: string): string[] {
  return Array.from(parseSvg(svg).querySelectorAll('text'), (text) => text.textContent ?? '');
}

/** The pictures inside a figure: steps of the colour scale, 0 (dark) to 255, from the top left. */
export function rastersOf(svg: string): { width: number; height: number; steps: ArrayLike<number> }[] {
  return Array.from(svg.matchAll(/data:image\/png;base64,([^"]+)/g), ([, source]) => {
    const { width, height, data, channels } = decode(new Uint8Array(Buffer.from(source!, 'base64')));
    expect(channels).toBe(1);
    return { width, height, steps: data };
  });
}

/** Nothing in the markup may run or load: neither an element of ours nor an attribute made from a label. */
export function expectInert(markup: string): void {
  expect(markup).not.toContain('<script');
  expect(markup).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML forbids exactly these.
  expect(markup).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
}

/** Runs `action` and gives the code of the ReportError it must throw. */
export function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
  return 'nothing was thrown';
}
