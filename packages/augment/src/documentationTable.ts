import type { AugmentationFactory } from './defineAugmentation';
import type { NumberParameter, Parameter, ParameterSchema } from './parameters';

type Described = Pick<AugmentationFactory, 'about' | 'params' | 'draws'>;

/**
 * A Markdown table of augmentations, one row each: what it does, its options with defaults, units and limits, what is drawn.
 * All from their schemas, so that a README cannot say otherwise than the code.
 *
 * @example
 * console.log(documentationTable({ gain, clippingDistortion }));
 */
export function documentationTable(factories: Readonly<Record<string, Described>>): string {
  const rows = Object.entries(factories).map(
    ([name, { about, params, draws }]) =>
      `| \`${name}\` | ${about} | ${Object.entries(params).map(describe).join('; ') || '-'} | ${drawn(params, draws)} |`,
  );
  return ['| augmentation | what it does | options | drawn |', '|---|---|---|---|', ...rows].join('\n');
}

function describe([key, parameter]: [string, Parameter]): string {
  switch (parameter.kind) {
    case 'clips':
      return `\`${key}\`: ${parameter.about}`;
    case 'choice':
      return `\`${key} = '${parameter.default}'\` (${parameter.values.join(', ')}): ${parameter.about}`;
    default: {
      const range = Array.isArray(parameter.default)
        ? `[${(parameter.default as readonly number[]).map(written).join(', ')}]`
        : written(parameter.default as number);
      return `\`${key} = ${range}\`${limits(parameter)}: ${parameter.about}`;
    }
  }
}

function limits({ unit, min, max }: Pick<NumberParameter, 'unit' | 'min' | 'max'>): string {
  const words = [unit, bounds(min, max)].filter(Boolean).join(', ');
  return words && ` (${words})`;
}

/** Limits that only say "any finite number" are left out. */
function bounds(min: number, max: number): string {
  const low = min > -Number.MAX_SAFE_INTEGER;
  const high = max < Number.MAX_SAFE_INTEGER;
  if (low && high) return `${written(min)} to ${written(max)}`;
  if (low) return `>= ${written(min)}`;
  return high ? `<= ${written(max)}` : '';
}

function written(value: number): string {
  return String(value).replace('-', '−');
}

function drawn(params: ParameterSchema, draws: Described['draws']): string {
  const keys = Object.entries(params).flatMap(([key, { kind }]) => (kind === 'number' ? [key] : []));
  return `\`{ ${[...keys, ...Object.keys(draws)].join(', ')} }\``.replace('{  }', '{}');
}
