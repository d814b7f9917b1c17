import type { AudioClip, Matrix } from '@ser/dsp';
import type { Augmentation } from '../augmentation';
import type { Batch } from '../batch';
import type { Registry } from '../fromJSON';
import { batchInputs, clipInputs, matrixInputs, type TestInputs } from './inputs';
import { messageOf, rules } from './rules';

const inputsOf = { clip: clipInputs, matrix: matrixInputs, batch: batchInputs };

/** What is needed of a test runner; jest, vitest (with globals or imported) and node:test have it. */
export interface TestRunner {
  describe(name: string, define: () => void): void;
  it(name: string, test: () => void): void;
}

/** A factory as `defineAugmentation` makes it; `params` are for the checks of bad options. */
export interface TestedFactory<T, O> {
  (options: O): Augmentation<T>;
  readonly name: string;
  readonly input?: keyof typeof inputsOf;
  readonly params?: Readonly<Record<string, { readonly kind: string }>>;
}

export interface DescribeOptions {
  /** Default the global `describe` and `it`. With node:test: `import { describe, it } from 'node:test'`. */
  runner?: TestRunner;
  /** Default [0, 1, 6]. */
  seeds?: readonly (number | string)[];
  /** Whether silence may come out as sound, as of what adds a tone. Default false. */
  silenceMaySound?: boolean;
  /** Seconds of sound rendered a second, at least. Default 20. */
  minSpeed?: number;
  /** Told the measured speed of each case. Default: one line on the console. */
  onSpeed?(realTimeFactor: number, title: string): void;
}

/**
 * Defines the tests that every augmentation must pass, one a promise of the contract and a set of options: determinism, replay
 * from JSON, purity, finite output, silence, one sample, 8 to 48 kHz, DC, a full-scale square, JSON round trip, declared length,
 * bad input, bad options, speed.
 *
 * @param factory what `defineAugmentation` gave
 * @param cases sets of options to try; say those at the ends of what you allow. Default the factory's defaults
 * @example
 * import { describeAugmentation } from '@ser/augment/testing';
 * describeAugmentation(robot, [{}, { depth: 1 }, { depth: [0, 0.2] }]);
 */
export function describeAugmentation<T extends AudioClip | Matrix | Batch, O extends object>(
  factory: TestedFactory<T, O>,
  cases: readonly NoInfer<O>[] = [{} as O],
  options: DescribeOptions = {},
): void {
  const {
    runner = globalThis as unknown as TestRunner,
    seeds = [0, 1, 6],
    silenceMaySound = false,
    minSpeed = 20,
  } = options;
  const { describe, it } = runner;
  const { onSpeed = printSpeed } = options;
  const inputs = inputsOf[factory.input ?? 'clip']() as unknown as TestInputs<T>;
  const registry = { [factory.name]: factory } as Registry<T>;
  cases.forEach((given, index) => {
    const title = `${factory.name} ${titleOf(given, index)}`;
    describe(title, () => {
      const subject = {
        make: () => factory(given),
        inputs,
        seeds,
        registry,
        silenceMaySound,
        minSpeed,
        onSpeed: (factor: number) => onSpeed(factor, title),
      };
      for (const rule of rules) it(rule.promise, () => refuse([...rule.find(subject)]));
    });
  });
  describe(`${factory.name}: bad options`, () => {
    it('are refused with INVALID_OPTION when the augmentation is made', () =>
      refuse([...badOptions(factory, cases[0]!)]));
  });
}

/** Every number as NaN, infinity and text, and a name that does not exist. */
function* badOptions<T, O extends object>(factory: TestedFactory<T, O>, good: O): Iterable<string> {
  const numbers = Object.entries(factory.params ?? {}).filter(([, { kind }]) =>
    ['number', 'fixed', 'range'].includes(kind),
  );
  const bad = [
    { unheardOf: 1 },
    ...numbers.flatMap(([key]) =>
      [Number.NaN, Number.POSITIVE_INFINITY, '1', [2, 1]].map((value) => ({ [key]: value })),
    ),
  ];
  for (const change of bad) {
    const [[key, value]] = Object.entries(change) as [[string, unknown]];
    try {
      factory({ ...good, ...change });
      yield `${factory.name} took ${key} = ${String(value)}`;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code !== 'INVALID_OPTION') yield `${factory.name} on ${key} = ${String(value)}: ${messageOf(error)}`;
    }
  }
}

function refuse(found: readonly string[]): void {
  if (found.length > 0) throw new Error(found.slice(0, 5).join('\n'));
}

function titleOf(options: object, index: number): string {
  const text = JSON.stringify(options, (_key, value) => (ArrayBuffer.isView(value) ? '...' : value));
  return text.length <= 80 ? text : `case ${index + 1}`;
}

function printSpeed(realTimeFactor: number, title: string): void {
  console.log(`${title}: ${realTimeFactor.toFixed(0)} times real time`);
}
