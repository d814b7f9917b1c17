import type { AudioClip } from '@ser/dsp';
import type { Rng } from '@ser/random';
import type { Drawn } from './augmentation';
import { type ClipJson, clipToJson, toClip } from './clipJson';
import { AugmentError } from './errors';
import type {
  ChoiceParameter,
  DrawSchema,
  ListDraw,
  NumberOrRange,
  NumberParameter,
  Parameter,
  ParameterSchema,
  RangeParameter,
} from './parameters';

type Setting = NumberOrRange | string | readonly AudioClip[];

/** Options checked and completed by defaults. */
export type Settings = Readonly<Record<string, Setting>>;

/**
 * Checks options against a schema and fills in defaults.
 *
 * @throws AugmentError `INVALID_OPTION` for an unknown name, a value out of its limits, or a range whose ends are in the wrong order.
 */
export function settingsOf(name: string, params: ParameterSchema, options: unknown): Settings {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new AugmentError('INVALID_OPTION', `${name}: options must be an object, received ${JSON.stringify(options)}`);
  }
  const given = options as Record<string, unknown>;
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(params, key)) {
      const known = Object.keys(params).join(', ') || 'none';
      throw new AugmentError('INVALID_OPTION', `${name}: unknown option '${key}'; expected ${known}`);
    }
  }
  return Object.fromEntries(
    Object.entries(params).map(([key, parameter]) => [key, settingOf(`${name}: ${key}`, parameter, given[key])]),
  );
}

function settingOf(where: string, parameter: Parameter, value: unknown): Setting {
  switch (parameter.kind) {
    case 'number':
      return checkRange(where, parameter, value === undefined ? parameter.default : value);
    case 'fixed':
      return checkLimits('INVALID_OPTION', where, parameter, value === undefined ? parameter.default : value);
    case 'range': {
      const range = checkRange(where, parameter, value === undefined ? parameter.default : value);
      return typeof range === 'number' ? [range, range] : range;
    }
    case 'choice':
      return checkChoice(where, parameter, value === undefined ? parameter.default : value);
    case 'clips':
      if (!Array.isArray(value) || value.length === 0) {
        throw new AugmentError('INVALID_OPTION', `${where} must be a list of at least one clip`);
      }
      return value.map((clip: AudioClip | ClipJson, index) => {
        const sound = toClip(`${where}[${index}]`, clip);
        if (parameter.notSilent && sound.samples.every((sample) => sample === 0)) {
          throw new AugmentError('SILENT_SOUND', `${where}[${index}] is silent; a sound with a level is needed`);
        }
        return sound;
      });
  }
}

function checkRange(where: string, parameter: NumberParameter | RangeParameter, value: unknown): NumberOrRange {
  if (!Array.isArray(value)) return checkLimits('INVALID_OPTION', where, parameter, value);
  const [low, high] = value;
  if (value.length !== 2 || low > high) {
    throw new AugmentError(
      'INVALID_OPTION',
      `${where} must be a value or a range [low, high], received ${JSON.stringify(value)}`,
    );
  }
  return Object.freeze([
    checkLimits('INVALID_OPTION', `${where}[0]`, parameter, low),
    checkLimits('INVALID_OPTION', `${where}[1]`, parameter, high),
  ] as const);
}

function checkLimits(
  code: 'INVALID_OPTION' | 'INVALID_DRAWN',
  where: string,
  { min, max, unit, integer }: Pick<NumberParameter, 'min' | 'max' | 'unit' | 'integer'>,
  value: unknown,
): number {
  const whole = !integer || Number.isInteger(value);
  if (!(typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max && whole)) {
    const kind = integer ? 'a whole number' : 'a number';
    const of = unit ? ` ${unit}` : '';
    throw new AugmentError(code, `${where} must be ${kind} from ${min} to ${max}${of}, received ${String(value)}`);
  }
  return value;
}

function checkChoice(where: string, { values }: ChoiceParameter, value: unknown): string {
  if (typeof value !== 'string' || !values.includes(value)) {
    throw new AugmentError('INVALID_OPTION', `${where} must be one of ${values.join(', ')}, received ${String(value)}`);
  }
  return value;
}

/** Settings as JSON: clips with their samples as text. */
export function settingsToJson(settings: Settings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, isClips(value) ? value.map(clipToJson) : value]),
  );
}

function isClips(value: Setting): value is readonly AudioClip[] {
  return Array.isArray(value) && typeof value[0] === 'object';
}

/** The settings that no draw changes. */
export function fixedSettings(params: ParameterSchema, settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => params[key]!.kind !== 'number'));
}

/** A value for each number that may be a range, in the order of the schema; a fixed value takes nothing from `rng`. */
export function drawNumbers(params: ParameterSchema, settings: Settings, rng: Rng): Readonly<Record<string, number>> {
  const drawn: Record<string, number> = {};
  for (const [key, parameter] of Object.entries(params)) {
    if (parameter.kind !== 'number') continue;
    const setting = settings[key] as NumberOrRange;
    if (typeof setting === 'number') drawn[key] = setting;
    else if (parameter.integer) drawn[key] = setting[0] + rng.integer(setting[1] - setting[0] + 1);
    else drawn[key] = rng.uniform(setting[0], setting[1]);
  }
  return drawn;
}

/**
 * Drawn parameters, possibly read back from a log, checked against what this augmentation draws.
 *
 * @throws AugmentError `INVALID_DRAWN`
 */
export function checkDrawn(
  name: string,
  params: ParameterSchema,
  draws: DrawSchema,
  drawn: Drawn,
): Readonly<Record<string, Drawn>> {
  if (typeof drawn !== 'object' || drawn === null || Array.isArray(drawn)) {
    throw new AugmentError(
      'INVALID_DRAWN',
      `${name}.render: drawn must be an object with what ${name}.draw drew, received ${JSON.stringify(drawn)}`,
    );
  }
  const record = drawn as { readonly [key: string]: Drawn };
  let length: number | undefined;
  for (const [key, draw] of [...Object.entries(params), ...Object.entries(draws)]) {
    const where = `${name}.render: drawn.${key}`;
    if (draw.kind === 'number') checkLimits('INVALID_DRAWN', where, draw, record[key]);
    else if (draw.kind === 'list') length = checkList(where, draw, record[key], length);
    else if (draw.kind === 'seed' && typeof record[key] !== 'string') {
      throw new AugmentError('INVALID_DRAWN', `${where} must be a text, received ${JSON.stringify(record[key])}`);
    }
  }
  return record;
}

/** Returns how many there are. */
function checkList(where: string, draw: ListDraw, value: unknown, lengthOfOthers: number | undefined): number {
  const expected = draw.length ?? lengthOfOthers;
  if (!Array.isArray(value) || value.length !== (expected ?? value.length)) {
    throw new AugmentError(
      'INVALID_DRAWN',
      `${where} must be a list of ${expected ?? 'any number of'} numbers, received ${JSON.stringify(value)}`,
    );
  }
  value.forEach((each, index) => {
    checkLimits('INVALID_DRAWN', `${where}[${index}]`, draw, each);
  });
  return value.length;
}
