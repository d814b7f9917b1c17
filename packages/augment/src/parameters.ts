import type { AudioClip } from '@ser/dsp';

/** A value, or the ends of a range to draw from uniformly, a new value for every clip. */
export type NumberOrRange = number | readonly [low: number, high: number];

/** A number with its limits. */
export interface NumberParameter {
  readonly kind: 'number';
  /** One sentence for the documentation. */
  readonly about: string;
  /** Unit, such as 'dB', 'Hz', 's'; '' where there is none. */
  readonly unit: string;
  /** Least and largest value allowed, both included. */
  readonly min: number;
  readonly max: number;
  readonly default: NumberOrRange;
  /** Whole numbers only. */
  readonly integer?: boolean;
}

/** A number that is one for all clips: no range, and not part of what is drawn. */
export interface FixedNumberParameter extends Omit<NumberParameter, 'kind' | 'default'> {
  readonly kind: 'fixed';
  readonly default: number;
}

/** The ends of a range that `draw` takes several values a clip from, one a band or one an event. */
export interface RangeParameter extends Omit<NumberParameter, 'kind'> {
  readonly kind: 'range';
}

/** One of several names, the same for all clips. */
export interface ChoiceParameter<V extends string = string> {
  readonly kind: 'choice';
  readonly about: string;
  readonly values: readonly V[];
  readonly default: V;
}

/** Sounds that the augmentation needs, at least one; in JSON their samples are text (base64 of float32, little-endian). */
export interface ClipsParameter {
  readonly kind: 'clips';
  readonly about: string;
  /** Whether a silent one is refused, as where a ratio to its level is asked for. */
  readonly notSilent?: boolean;
}

export type Parameter = NumberParameter | FixedNumberParameter | RangeParameter | ChoiceParameter | ClipsParameter;

/** What an augmentation takes, by name, in the order of its documentation. */
export type ParameterSchema = Readonly<Record<string, Parameter>>;

/** A text of 16 hexadecimal digits from which `createRng` makes noise while rendering. */
export interface SeedDraw {
  readonly kind: 'seed';
}

/** As many numbers as the augmentation needs, each within the limits. */
export interface ListDraw extends Omit<NumberParameter, 'kind' | 'default'> {
  readonly kind: 'list';
  /** Where it is always the same; else as many as the other lists of the augmentation have. */
  readonly length?: number;
}

/** What is drawn beside the parameters: numbers within limits, lists of them, and seeds. */
export type DrawSchema = Readonly<Record<string, Omit<NumberParameter, 'default'> | ListDraw | SeedDraw>>;

type OptionOf<P> = P extends NumberParameter | RangeParameter
  ? NumberOrRange
  : P extends FixedNumberParameter
    ? number
    : P extends ChoiceParameter<infer V>
      ? V
      : readonly AudioClip[];

type ValueOf<P> = P extends NumberParameter | FixedNumberParameter
  ? number
  : P extends RangeParameter
    ? readonly [low: number, high: number]
    : P extends ChoiceParameter<infer V>
      ? V
      : readonly AudioClip[];

type Required<P> = { [K in keyof P]: P[K] extends ClipsParameter ? K : never }[keyof P];

/** The options of a factory with these parameters: sounds are needed, all else has a default. */
export type OptionsOf<P extends ParameterSchema> = { readonly [K in Required<P>]: OptionOf<P[K]> } & {
  readonly [K in Exclude<keyof P, Required<P>>]?: OptionOf<P[K]>;
};

/** The same once every range is a value. */
export type ValuesOf<P extends ParameterSchema> = { readonly [K in keyof P]: ValueOf<P[K]> };

/** Values of what is drawn beside the parameters. */
export type DrawsOf<D extends DrawSchema> = {
  readonly [K in keyof D]: D[K] extends SeedDraw ? string : D[K] extends ListDraw ? readonly number[] : number;
};

type Described = Omit<NumberParameter, 'kind' | 'integer'>;

/** A number of any value between the limits. */
export function number(described: Described): NumberParameter {
  return { kind: 'number', ...described };
}

/** A whole number. */
export function integer(described: Described): NumberParameter {
  return { kind: 'number', integer: true, ...described };
}

/** A number that cannot be a range. */
export function fixed(described: Omit<FixedNumberParameter, 'kind'>): FixedNumberParameter {
  return { kind: 'fixed', ...described };
}

/** A range to draw several values a clip from; a single value is a range of its own. */
export function range(described: Described): RangeParameter {
  return { kind: 'range', ...described };
}

/** One of several names. */
export function choice<const V extends string>(described: Omit<ChoiceParameter<V>, 'kind'>): ChoiceParameter<V> {
  return { kind: 'choice', ...described };
}

/** Sounds. */
export function clips(described: Omit<ClipsParameter, 'kind'>): ClipsParameter {
  return { kind: 'clips', ...described };
}

/** A number drawn beside the parameters. */
export function drawnBetween(min: number, max: number, about: string, unit = ''): Omit<NumberParameter, 'default'> {
  return { kind: 'number', min, max, about, unit };
}

/** A whole number drawn beside the parameters. */
export function drawnInteger(min: number, max: number, about: string, unit = ''): Omit<NumberParameter, 'default'> {
  return { kind: 'number', integer: true, min, max, about, unit };
}

/** A list of such numbers drawn beside the parameters: `length` of them, else as many as other lists have. */
export function drawnList(each: Omit<NumberParameter, 'default'>, length?: number): ListDraw {
  return { ...each, kind: 'list', ...(length === undefined ? {} : { length }) };
}
