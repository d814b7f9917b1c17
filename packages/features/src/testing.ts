import type { AudioClip } from '@ser/dsp';
import type { FeatureSet } from './defineFeatureSet';

/** A clip to try a feature set on, by name. */
export interface NamedClip {
  readonly name: string;
  readonly clip: AudioClip;
}

/** What a feature set is tried on; every field optional. */
export interface FeatureSetCases {
  /** Clips of your own, tried beside silence, one sample, a click, DC, a full-scale square, a tone and noise. */
  readonly clips?: readonly NamedClip[];
  /** Rates in Hz that the set takes. Default 8,000, 16,000, 22,050, 44,100 and 48,000. */
  readonly sampleRates?: readonly number[];
  /** The shortest clip that the set takes, in samples; a shorter one it must refuse with a code. Default 1. */
  readonly minSamples?: number;
  /** Makes the set again from its options, which went through JSON. Needed where `reference.options` is there. */
  readonly make?: (options: never) => FeatureSet;
}

/** Where `describeFeatureSet` puts its tests and prints its speed. */
export interface TestRunner {
  /** Default the global `describe` of Jest, Vitest (with globals) and Mocha; `node:test` and Vitest export theirs. */
  readonly describe?: (name: string, body: () => void) => unknown;
  /** Default the global `it`. */
  readonly it?: (name: string, body: () => void) => unknown;
  /** Takes the line with the set's speed. Default `console.info`. */
  readonly report?: (line: string) => void;
}

/** One broken promise. */
export interface FeatureSetProblem {
  readonly rule: FeatureSetRule;
  readonly message: string;
}

const RULES = {
  declaration: 'is named, versioned, and names each column of its last axis once',
  shape: 'gives as many values as its shape says, for every clip',
  finite: 'gives finite values for every clip it takes, at every rate',
  determinism: 'gives the same bits for the same clip, whatever came between, in memory of its own',
  purity: 'leaves the clip as it was',
  refusal: 'refuses with a code what it does not take: no samples, NaN, infinity, no rate, too short a clip',
  json: 'is the same set when its options went through JSON',
} as const;

export type FeatureSetRule = keyof typeof RULES;

/**
 * Checks that a feature set keeps the contract's promises; an empty list means that it does. Needs no test runner.
 *
 * @example
 * checkFeatureSet(report162Features); // []
 */
export function checkFeatureSet(set: FeatureSet, cases: FeatureSetCases = {}): FeatureSetProblem[] {
  const trial = createTrial(set, cases);
  return (Object.keys(RULES) as FeatureSetRule[]).flatMap((rule) =>
    CHECKS[rule](trial).map((message) => ({ rule, message: `${set.name}: ${message}` })),
  );
}

/**
 * Declares the conformance tests of a feature set, one a promise, and one that reports its speed.
 *
 * @param runner `describe` and `it`, where they are not global: `import { describe, it } from 'node:test'`
 * @throws Error when there is no test runner
 * @example
 * describeFeatureSet(mySet({ bands: 8 }), { make: mySet }); // in a file that Jest runs
 * describeFeatureSet(mySet(), {}, { describe, it }); // node:test, Vitest
 */
export function describeFeatureSet(set: FeatureSet, cases: FeatureSetCases = {}, runner: TestRunner = {}): void {
  const globals = globalThis as TestRunner;
  const { describe = globals.describe, it = globals.it, report = (line) => console.info(line) } = runner;
  if (!describe || !it) {
    throw new Error(
      'describeFeatureSet: no global describe and it; pass those of your test runner as { describe, it }',
    );
  }
  const trial = createTrial(set, cases);
  describe(`feature set ${set.name} ${set.version}`, () => {
    for (const rule of Object.keys(RULES) as FeatureSetRule[]) {
      it(RULES[rule], () => {
        const problems = CHECKS[rule](trial);
        if (problems.length > 0) throw new Error(`${set.name} breaks '${rule}':\n${problems.join('\n')}`);
      });
    }
    it('reports its speed', () => report(speedOf(set, cases)));
  });
}

/** A set and what it is tried on. */
interface Trial {
  readonly set: FeatureSet;
  readonly cases: FeatureSetCases;
  /** Made once, when first asked for. */
  clips(): readonly NamedClip[];
}

function createTrial(set: FeatureSet, cases: FeatureSetCases): Trial {
  let clips: readonly NamedClip[] | undefined;
  return {
    set,
    cases,
    clips: () => {
      clips ??= goodClips(cases);
      return clips;
    },
  };
}

/** Each rule's problems, as sentences. */
const CHECKS: Readonly<Record<FeatureSetRule, (trial: Trial) => string[]>> = {
  declaration: ({ set: { name, version, columns, units, shape } }) => {
    const problems: string[] = [];
    if (!name || !version) problems.push(`name and version must not be empty, they are '${name}', '${version}'`);
    if (shape.length === 0 || !shape.every((size) => Number.isInteger(size) && size > 0)) {
      problems.push(`shape must be positive whole numbers, it is [${shape}]`);
    }
    if (columns.length !== shape.at(-1)) {
      problems.push(`columns must name the last axis of the shape [${shape}], there are ${columns.length}`);
    }
    const repeated = columns.find((column, i) => columns.indexOf(column) !== i);
    if (repeated !== undefined) problems.push(`two columns are called '${repeated}'`);
    if (units && units.length !== columns.length) problems.push(`${columns.length} columns have ${units.length} units`);
    return problems;
  },
  shape: (trial) =>
    onEachClip(trial, (values) => {
      const { shape } = trial.set;
      const size = shape.reduce((product, length) => product * length, 1);
      return values.length === size ? [] : [`gave ${values.length} values, its shape [${shape}] needs ${size}`];
    }),
  finite: (trial) =>
    onEachClip(trial, (values) => {
      const { columns } = trial.set;
      // value - value is 0 but for NaN and infinities.
      const bad = values.findIndex((value) => value - value !== 0);
      return bad < 0 ? [] : [`value ${bad} (${columns[bad % columns.length]}) is ${values[bad]}`];
    }),
  determinism: (trial) => {
    const { set } = trial;
    const other = trial.clips().at(-1)!.clip;
    return onEachClip(trial, (values, clip) => {
      const before = values.slice();
      set.extract(other);
      const isKept = sameBits(before, values);
      const again = set.extract({ samples: clip.samples.slice(), sampleRate: clip.sampleRate });
      const problems: string[] = [];
      if (!isKept) problems.push('a later call overwrote the values of an earlier one');
      if (!sameBits(before, again)) problems.push('the second time gave other values than the first');
      if (values.buffer === clip.samples.buffer) problems.push("the values lie in the clip's memory");
      return problems;
    });
  },
  purity: ({ set, clips }) =>
    clips().flatMap(({ name, clip }) => {
      const samples = clip.samples.slice();
      const given = { samples, sampleRate: clip.sampleRate };
      attempt(() => set.extract(given));
      const isChanged = !sameBits(samples, clip.samples) || given.samples !== samples;
      return isChanged || given.sampleRate !== clip.sampleRate ? [`on ${name}: the clip was changed`] : [];
    }),
  refusal: ({ set, cases: { sampleRates = RATES, minSamples = 1 } }) => {
    const [sampleRate] = sampleRates as readonly [number, ...number[]];
    const fill = (value: number) => new Float32Array(Math.max(minSamples, 4)).fill(0.1).fill(value, 1, 2);
    const bad: [string, AudioClip][] = [
      ['no samples', { samples: new Float32Array(0), sampleRate }],
      ['NaN', { samples: fill(Number.NaN), sampleRate }],
      ['infinity', { samples: fill(Number.POSITIVE_INFINITY), sampleRate }],
      ['a rate of 0', { samples: fill(0.1), sampleRate: 0 }],
    ];
    if (minSamples > 1) bad.push(['a clip too short', { samples: new Float32Array(minSamples - 1), sampleRate }]);
    return bad.flatMap(([name, clip]) => {
      const { error } = attempt(() => set.extract(clip));
      if (error === undefined) return [`took ${name}`];
      const { code } = error as { code?: unknown };
      return typeof code === 'string' && code !== '' ? [] : [`refused ${name} without a code: ${messageOf(error)}`];
    });
  },
  json: (trial) => {
    const { reference } = trial.set;
    const { make } = trial.cases;
    if (reference && !sameJson(reference, throughJson(reference))) {
      return [`its reference is not what JSON keeps of it: ${JSON.stringify(reference)}`];
    }
    if (!make) {
      return reference?.options === undefined
        ? []
        : ['it has options: give describeFeatureSet { make }, which makes it from them'];
    }
    const { value: made, error } = attempt(() => make(throughJson(reference?.options) as never));
    if (!made) return [`cannot be made again from its options: ${messageOf(error)}`];
    if (!sameJson(declarationOf(trial.set), declarationOf(made))) {
      return [`made again it is ${JSON.stringify(declarationOf(made))}`];
    }
    return onEachClip(trial, (values, clip) =>
      sameBits(values, made.extract(clip)) ? [] : ['made again from its options it gives other values'],
    );
  },
};

/** What `check` says of the values of every good clip, and every clip that is refused. */
function onEachClip({ set, clips }: Trial, check: (values: Float32Array, clip: AudioClip) => string[]): string[] {
  return clips().flatMap(({ name, clip }) => {
    const given = { samples: clip.samples.slice(), sampleRate: clip.sampleRate };
    const { value, error } = attempt(() => check(set.extract(given), given));
    return (value ?? [`threw ${messageOf(error)}`]).map((problem) => `on ${name}: ${problem}`);
  });
}

const RATES: readonly number[] = [8000, 16000, 22050, 44100, 48000];
const SECONDS = 0.1;

function goodClips({ clips = [], sampleRates = RATES, minSamples = 1 }: FeatureSetCases): readonly NamedClip[] {
  const made = sampleRates.flatMap((sampleRate) => {
    const length = Math.max(minSamples, Math.round(SECONDS * sampleRate));
    const make = (name: string, sample: (index: number) => number, count = length): NamedClip => ({
      name: `${name} at ${sampleRate} Hz`,
      clip: { samples: Float32Array.from({ length: count }, (_, index) => sample(index)), sampleRate },
    });
    const turn = (2 * Math.PI * 220) / sampleRate;
    return [
      make('silence', () => 0),
      make(minSamples === 1 ? 'one sample' : `${minSamples} samples`, () => 0.5, minSamples),
      make('a click', (i) => (i === length >> 1 ? 1 : 0)),
      make('DC', () => 0.5),
      make('a full-scale square', (i) => (Math.sin(turn * i) < 0 ? -1 : 1)),
      make('a tone', (i) => 0.5 * Math.sin(turn * i)),
      make('faint noise', (i) => 1e-6 * noise(i)),
      make('noise', noise),
    ];
  });
  return [...clips, ...made];
}

/** In [-1, 1), without an order that a feature could follow: the bits of an integer, mixed (Wang's hash). */
function noise(index: number): number {
  let bits = Math.imul(index ^ 61 ^ (index >>> 16), 9);
  bits = Math.imul(bits ^ (bits >>> 4), 0x27d4eb2d);
  return (bits ^ (bits >>> 15)) / 2 ** 31;
}

function speedOf(set: FeatureSet, { sampleRates = RATES }: FeatureSetCases): string {
  const sampleRate = sampleRates.includes(22050) ? 22050 : sampleRates[0]!;
  const seconds = 2.6;
  const clip = { samples: Float32Array.from({ length: seconds * sampleRate }, (_, i) => noise(i)), sampleRate };
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    set.extract(clip);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return `${set.name} ${set.version}: ${times[3]!.toFixed(2)} ms for ${seconds} s at ${sampleRate} Hz (median of 7)`;
}

function attempt<T>(run: () => T): { value?: T; error?: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error: error ?? new Error('threw nothing') };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function declarationOf({ name, version, shape, columns, units }: FeatureSet): object {
  return { name, version, shape: [...shape], columns: [...columns], units: units ? [...units] : null };
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [bitsOfA, bitsOfB] = [a, b].map((values) => new Uint32Array(values.buffer, values.byteOffset, values.length));
  return a.length === b.length && bitsOfA!.every((bits, index) => bits === bitsOfB![index]);
}

function throughJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Deep equality of plain JSON; functions, undefined fields, NaN and class instances never equal their JSON. */
function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const prototype = Object.getPrototypeOf(a);
  const isPlain = Array.isArray(a) || prototype === Object.prototype || prototype === null;
  if (!isPlain || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const of = (object: object, key: string) => (object as Record<string, unknown>)[key];
  return keys.length === Object.keys(b).length && keys.every((key) => sameJson(of(a, key), of(b, key)));
}
