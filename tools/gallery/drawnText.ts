import type { AugmentationFactory } from '@ser/augment';

/** What was drawn, for readers: each value with its unit, numbers to three digits. */
export function drawnText(
  { params, draws }: Pick<AugmentationFactory, 'params' | 'draws'>,
  drawn: Readonly<Record<string, unknown>>,
): string {
  const shown = Object.entries(drawn).map(([name, value]) => {
    const described: object = params[name] ?? draws[name] ?? {};
    const unit = 'unit' in described ? String(described.unit) : '';
    return [name, written(value), unit].filter((word) => word !== '').join(' ');
  });
  return shown.join(', ');
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value !== 'number') return String(value);
  return (Number.isInteger(value) ? value.toLocaleString('en-GB') : String(Number(value.toPrecision(3)))).replace(
    '-',
    '−',
  );
}
