/** SVG documents of one size, side by side and below each other as one, for a README; undefined leaves a place empty. */
export function gridPicture(rows: readonly (readonly (string | undefined)[])[], title: string): string {
  const size = (side: 'width' | 'height') =>
    Number(new RegExp(` ${side}="(\\d+)"`).exec(rows.flat().find((svg) => svg !== undefined) ?? '')?.[1] ?? 0);
  const [width, height] = [size('width'), size('height')];
  const placed = rows.flatMap((row, line) =>
    row.flatMap((svg, column) =>
      svg === undefined ? [] : [svg.trim().replace('<svg ', `<svg x="${column * width}" y="${line * height}" `)],
    ),
  );
  const [wide, high] = [Math.max(...rows.map((row) => row.length)) * width, rows.length * height];
  const frame = `width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" ${frame}>${placed.join('\n')}</svg>\n`;
}
