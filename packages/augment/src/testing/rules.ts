import type { AudioClip, Matrix } from '@ser/dsp';
import { createRng } from '@ser/random';
import type { Augmentation, Drawn } from '../augmentation';
import type { Batch } from '../batch';
import { fromJSON, type Registry } from '../fromJSON';
import { toJSON } from '../toJSON';
import type { NamedInput, TestInputs } from './inputs';

type Input = AudioClip | Matrix | Batch;

/** What a rule looks at. */
export interface Subject<T extends Input> {
  /** A new one, equal to the others, at each call. */
  make(): Augmentation<T>;
  readonly inputs: TestInputs<T>;
  readonly seeds: readonly (number | string)[];
  /** Makes it again from JSON; absent where there is no factory to do so. */
  readonly registry?: Registry<T>;
  /** Whether silence may come out as sound, as of what adds a tone. */
  readonly silenceMaySound: boolean;
  /** Least real-time factor. */
  readonly minSpeed: number;
  readonly onSpeed: (realTimeFactor: number) => void;
}

/** Finds what breaks one promise; returns nothing where it is kept. */
export interface Rule {
  readonly name: RuleName;
  readonly promise: string;
  find<T extends Input>(subject: Subject<T>): Iterable<string>;
}

export type RuleName =
  | 'json-only'
  | 'determinism'
  | 'replay'
  | 'purity'
  | 'finite-output'
  | 'silence'
  | 'one-sample'
  | 'sample-rates'
  | 'constant'
  | 'full-scale'
  | 'json-round-trip'
  | 'length'
  | 'bad-input'
  | 'speed';

export const rules: readonly Rule[] = [
  {
    name: 'json-only',
    promise: 'draws what JSON keeps',
    *find(subject) {
      for (const { where, augmentation, input, seed } of trials(subject, subject.inputs.usual)) {
        const drawn = augmentation.draw(input, createRng(seed));
        if (!sameJson(drawn, readBack(drawn)))
          yield `${where}: JSON does not keep what was drawn: ${JSON.stringify(drawn)}`;
      }
    },
  },
  {
    name: 'determinism',
    promise: 'draws and renders the same for the same seed, whatever came before',
    *find(subject) {
      const { usual } = subject.inputs;
      for (const { where, augmentation, input, seed } of trials(subject, usual)) {
        const drawn = augmentation.draw(input, createRng(seed));
        const rendered = values(augmentation.render(input, drawn)).slice();
        // Another clip in between: what an augmentation remembers must not show.
        for (const other of usual) augmentation.apply(other.input, createRng('between'));
        if (!sameJson(drawn, augmentation.draw(input, createRng(seed)))) yield `${where}: draw gave two results`;
        const blind = augmentation.drawReadsInput === false;
        if (blind && usual.some((other) => !sameJson(drawn, augmentation.draw(other.input, createRng(seed))))) {
          yield `${where}: draw looks at its input, but drawReadsInput is false`;
        }
        if (!sameValues(rendered, values(augmentation.render(input, drawn)))) yield `${where}: render gave two results`;
        if (!sameValues(rendered, values(subject.make().apply(input, createRng(seed))))) {
          yield `${where}: another instance with the same options gave another result`;
        }
      }
    },
  },
  {
    name: 'replay',
    promise: 'renders what apply gave from what apply reports, read back from JSON',
    *find(subject) {
      for (const { where, augmentation, input, seed } of trials(subject, subject.inputs.usual)) {
        const applied = augmentation.apply(input, createRng(seed));
        const drawn = augmentation.draw(input, createRng(seed));
        if (!same(applied, augmentation.render(input, readBack(drawn))))
          yield `${where}: apply and render(draw) differ`;
        let reported: Drawn | undefined;
        augmentation.apply(input, createRng(seed), (told) => {
          reported = told;
        });
        if (reported === undefined) yield `${where}: apply does not report what it drew`;
        else if (!same(applied, augmentation.render(input, readBack(reported)))) {
          yield `${where}: apply reports something else than it rendered`;
        }
      }
    },
  },
  {
    name: 'purity',
    promise: 'changes neither input nor drawn parameters and gives out memory of its own',
    *find(subject) {
      for (const { where, augmentation, input, seed } of trials(subject, subject.inputs.usual)) {
        const before = values(input).slice();
        const drawn = augmentation.draw(input, createRng(seed));
        const text = JSON.stringify(drawn);
        const rendered = augmentation.render(input, drawn);
        if (!sameValues(before, values(input))) yield `${where}: the input was changed`;
        if (JSON.stringify(drawn) !== text) yield `${where}: the drawn parameters were changed`;
        if (values(rendered).buffer === values(input).buffer) yield `${where}: the output shares the input's memory`;
      }
    },
  },
  {
    name: 'finite-output',
    promise: 'gives at least one value and only finite ones',
    find: (subject) => unfit(subject, subject.inputs.usual),
  },
  {
    name: 'silence',
    promise: 'takes silence',
    *find(subject) {
      const { silence } = subject.inputs;
      yield* unfit(subject, [silence]);
      if (subject.silenceMaySound || !('samples' in silence.input)) return;
      for (const { where, augmentation, input, seed } of trials(subject, [silence])) {
        const sounding = values(augmentation.apply(input, createRng(seed))).findIndex((value) => value !== 0);
        if (sounding >= 0) yield `${where}: sample ${sounding} of silence came out as sound`;
      }
    },
  },
  {
    name: 'one-sample',
    promise: 'takes a single sample or refuses it with CLIP_TOO_SHORT',
    *find(subject) {
      const { oneSample } = subject.inputs;
      for (const { where, augmentation, input, seed } of trials(subject, [oneSample])) {
        try {
          yield* unfitOutput(where, augmentation.apply(input, createRng(seed)), input);
        } catch (error) {
          if (codeOf(error) !== 'CLIP_TOO_SHORT') yield `${where}: ${messageOf(error)}`;
        }
      }
    },
  },
  {
    name: 'sample-rates',
    promise: 'works from 8 to 48 kHz and keeps the rate',
    find: (subject) => unfit(subject, subject.inputs.rates),
  },
  { name: 'constant', promise: 'takes DC', find: (subject) => unfit(subject, [subject.inputs.constant]) },
  {
    name: 'full-scale',
    promise: 'takes a full-scale square',
    find: (subject) => unfit(subject, [subject.inputs.fullScale]),
  },
  {
    name: 'json-round-trip',
    promise: 'comes back from its JSON',
    *find(subject) {
      const { registry } = subject;
      if (!registry) return;
      for (const { where, augmentation, input, seed } of trials(subject, subject.inputs.usual)) {
        const json = toJSON(augmentation);
        const again = fromJSON(JSON.parse(JSON.stringify(json)), registry);
        if (!sameJson(again.options, readBack(json.options as Drawn))) yield `${where}: the options are others`;
        if (!same(augmentation.apply(input, createRng(seed)), again.apply(input, createRng(seed)))) {
          yield `${where}: it renders otherwise`;
        }
      }
    },
  },
  {
    name: 'length',
    promise: 'gives the length it declares',
    *find(subject) {
      for (const { where, augmentation, input, seed } of trials(subject, subject.inputs.usual)) {
        const drawn = augmentation.draw(input, createRng(seed));
        const declared = augmentation.outputLength?.(input, drawn);
        const output = augmentation.render(input, drawn);
        const length = 'samples' in output ? output.samples.length : output.rows;
        if (declared !== undefined && length !== declared) yield `${where}: ${length} came out; declared ${declared}`;
      }
    },
  },
  {
    name: 'bad-input',
    promise: 'refuses with a code what is empty, not finite or has no rate, and never changes what it was given',
    *find(subject) {
      const augmentation = subject.make();
      for (const { name, input } of subject.inputs.bad) {
        try {
          augmentation.apply(input, createRng(0));
          yield `${augmentation.name} took ${name}`;
        } catch (error) {
          if (typeof codeOf(error) !== 'string') yield `${augmentation.name} on ${name}: no code: ${messageOf(error)}`;
        }
      }
    },
  },
  {
    name: 'speed',
    promise: 'is fast enough',
    *find(subject) {
      const augmentation = subject.make();
      const { input } = subject.inputs.second;
      let best = Number.POSITIVE_INFINITY;
      const until = seconds() + 0.3;
      // The best of several: other work on the machine only ever adds, and the first runs are not compiled yet.
      for (let run = 0; run < 4 || (run < 20 && seconds() < until); run++) {
        const start = seconds();
        augmentation.apply(input, createRng(run));
        best = Math.min(best, seconds() - start);
      }
      const realTimeFactor = 1 / Math.max(best, 1e-9);
      subject.onSpeed(realTimeFactor);
      if (realTimeFactor < subject.minSpeed) {
        yield `${augmentation.name}: ${realTimeFactor.toFixed(1)} times real time; expected at least ${subject.minSpeed}`;
      }
    },
  },
];

/** CPU time where it can be had: other work on the machine does not count. */
function seconds(): number {
  const { process } = globalThis as { process?: { cpuUsage?(): { user: number; system: number } } };
  const usage = process?.cpuUsage?.();
  return usage ? (usage.user + usage.system) / 1e6 : performance.now() / 1000;
}

/** A fresh instance on each input with each seed. */
function* trials<T extends Input>(subject: Subject<T>, inputs: readonly NamedInput<T>[]) {
  for (const { name, input } of inputs) {
    for (const seed of subject.seeds) {
      const augmentation = subject.make();
      yield { where: `${augmentation.name} on '${name}', seed ${seed}`, augmentation, input, seed };
    }
  }
}

function* unfit<T extends Input>(subject: Subject<T>, inputs: readonly NamedInput<T>[]): Iterable<string> {
  for (const { where, augmentation, input, seed } of trials(subject, inputs)) {
    yield* unfitOutput(where, augmentation.apply(input, createRng(seed)), input);
  }
}

function* unfitOutput(where: string, output: Input, input: Input): Iterable<string> {
  const given = values(output);
  if (given.length === 0) yield `${where}: the output is empty`;
  const bad = given.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) yield `${where}: output value ${bad} is ${given[bad]}`;
  const { sampleRate } = output as AudioClip;
  const expected = (input as AudioClip).sampleRate;
  if (sampleRate !== expected) yield `${where}: the sample rate is ${sampleRate}, that of the input ${expected}`;
}

function values(of: Input): Float32Array {
  return 'samples' in of ? of.samples : of.data;
}

function same(a: Input, b: Input): boolean {
  return sameValues(values(a), values(b));
}

function sameValues(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

function readBack(drawn: Drawn): Drawn {
  const text = JSON.stringify(drawn);
  return text === undefined ? null : JSON.parse(text);
}

/** Deep equality of plain JSON; functions, undefined, NaN, typed arrays and class instances never equal their JSON. */
function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null) return a === b;
  if (typeof b !== 'object' || b === null) return false;
  const prototype = Object.getPrototypeOf(a);
  // A plain object's prototype has none above it, in whatever realm it was made (tests run in one of their own).
  const plain = Array.isArray(a) || prototype === null || Object.getPrototypeOf(prototype) === null;
  if (Array.isArray(a) !== Array.isArray(b) || !plain) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
