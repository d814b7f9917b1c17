import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import type { Augmentation, Drawn } from './augmentation';

export interface ConformanceOptions {
  /** Clips to try; default a tone, a noise burst, silence and a clip of 600 samples, at 22,050 Hz. */
  clips?: readonly { readonly name: string; readonly clip: AudioClip }[];
  /** Seeds to try on each clip. Default [0, 1, 6]. */
  seeds?: readonly (number | string)[];
}

/** One broken promise. */
export interface ConformanceProblem {
  readonly rule:
    | 'json-only'
    | 'determinism'
    | 'apply-is-draw-then-render'
    | 'purity'
    | 'finite-output'
    | 'sample-rate'
    | 'throws';
  readonly message: string;
}

/**
 * Checks that an augmentation keeps the contract's promises; an empty list means that it does.
 *
 * Rules: drawn parameters survive JSON unchanged; the same seed draws the same; `apply` equals `render` after `draw`, bit
 * for bit, also from parameters read back from JSON; the input's samples stay as they were and are not handed out again;
 * the output is not empty, finite, and has a positive sample rate. Needs no test runner.
 *
 * @example
 * expect(checkAugmentation(myAugmentation({ depth: 0.5 }))).toEqual([]);
 */
export function checkAugmentation(augmentation: Augmentation, options: ConformanceOptions = {}): ConformanceProblem[] {
  const { clips = defaultClips(), seeds = [0, 1, 6] } = options;
  const problems: ConformanceProblem[] = [];
  for (const { name, clip } of clips) {
    for (const seed of seeds) {
      const where = `${augmentation.name} on '${name}', seed ${seed}`;
      try {
        checkOne(augmentation, clip, seed, (rule, text) => problems.push({ rule, message: `${where}: ${text}` }));
      } catch (error) {
        problems.push({
          rule: 'throws',
          message: `${where}: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    }
  }
  return problems;
}

function checkOne(
  augmentation: Augmentation,
  clip: AudioClip,
  seed: number | string,
  report: (rule: ConformanceProblem['rule'], text: string) => void,
): void {
  const before = clip.samples.slice();
  const drawn = augmentation.draw(clip, createRng(seed));
  const text = JSON.stringify(drawn);
  const readBack: Drawn = text === undefined ? null : JSON.parse(text);
  if (!sameJson(drawn, readBack)) report('json-only', `draw gave something that JSON does not keep: ${text}`);
  if (JSON.stringify(augmentation.draw(clip, createRng(seed))) !== text)
    report('determinism', 'draw gave two results for one seed');

  const rendered = augmentation.render(clip, drawn);
  if (!sameSamples(rendered.samples, augmentation.render(clip, readBack).samples)) {
    report('determinism', 'render gave two results for one set of parameters (one of them read back from JSON)');
  }
  if (!sameSamples(rendered.samples, augmentation.apply(clip, createRng(seed)).samples)) {
    report('apply-is-draw-then-render', 'apply and render(draw) differ');
  }
  if (!sameSamples(before, clip.samples)) report('purity', 'the input was changed');
  if (rendered.samples.buffer === clip.samples.buffer) report('purity', "the output shares the input's memory");
  if (rendered.samples.length === 0) report('finite-output', 'the output is empty');
  const bad = rendered.samples.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) report('finite-output', `output sample ${bad} is ${rendered.samples[bad]}`);
  if (!(rendered.sampleRate > 0)) report('sample-rate', `the output's sample rate is ${rendered.sampleRate}`);
}

function sameSamples(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}

/** Deep equality of plain JSON; functions, undefined, NaN, typed arrays and class instances never equal their JSON. */
function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null) return a === b;
  if (typeof b !== 'object' || b === null) return false;
  const prototype = Object.getPrototypeOf(a);
  if (
    Array.isArray(a) !== Array.isArray(b) ||
    !(Array.isArray(a) || prototype === Object.prototype || prototype === null)
  )
    return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => sameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

function defaultClips(): readonly { name: string; clip: AudioClip }[] {
  const sampleRate = 22050;
  const make = (length: number, sample: (index: number) => number): AudioClip => ({
    samples: Float32Array.from({ length }, (_, index) => sample(index)),
    sampleRate,
  });
  const rng = createRng('conformance');
  return [
    { name: 'tone', clip: make(8000, (index) => 0.5 * Math.sin((2 * Math.PI * 220 * index) / sampleRate)) },
    { name: 'noise burst', clip: make(5001, (index) => (index > 2000 && index < 3000 ? rng.uniform(-1, 1) : 0)) },
    { name: 'silence', clip: make(4096, () => 0) },
    { name: 'short', clip: make(600, (index) => 0.1 * ((index % 7) - 3)) },
  ];
}
