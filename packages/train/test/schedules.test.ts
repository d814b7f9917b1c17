import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { cosineDecay, oneCycle } from '../src';

interface Case {
  readonly options: Record<string, number | string>;
  readonly rates: readonly number[];
}
const golden: Record<'cosineDecay' | 'oneCycle', Case[]> = JSON.parse(
  readFileSync(join(__dirname, 'golden', 'schedules.json'), 'utf8'),
);
const camel = (name: string) =>
  name === 'max_lr' ? 'maxLearningRate' : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
/** The golden case's options in our names. */
const options = <T>(given: Case['options']) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value])) as T;

describe('schedules', () => {
  it.each(golden.cosineDecay)("cosineDecay gives Keras' rates: $options", ({ options: given, rates }) => {
    const schedule = cosineDecay(options(given));
    const ours = rates.map((_, step) => schedule(step, 1000));
    expectAllClose(ours, rates, { rtol: 1e-5, atol: 1e-9, why: 'Keras computes in float32' });
  });

  it.each(golden.oneCycle)("oneCycle gives PyTorch's rates: $options", ({ options: given, rates }) => {
    const schedule = oneCycle(options(given));
    const ours = rates.map((_, step) => schedule(step, 1000));
    expectAllClose(ours, rates, { rtol: 1e-12, atol: 1e-15, why: 'both in float64' });
  });

  it('run over the whole training by default', () => {
    const cosine = cosineDecay({ initialLearningRate: 1 });
    expect([0, 50, 100].map((step) => cosine(step, 100))).toEqual([1, 0.5, 0]);
    const cycle = oneCycle({ maxLearningRate: 1 });
    expect(cycle(29, 100)).toBe(1);
    expect(cycle(99, 100)).toBeCloseTo(1 / 25 / 1e4, 12);
  });

  it('stay finite in trainings of one step', () => {
    expect(oneCycle({ maxLearningRate: 1 })(0, 1)).toBeCloseTo(4e-6, 12);
    expect(cosineDecay({ initialLearningRate: 1 })(0, 1)).toBe(1);
    expect(cosineDecay({ initialLearningRate: 0, warmupTarget: 1, warmupSteps: 5 })(5, 5)).toBe(1);
  });

  it.each([
    () => cosineDecay({ initialLearningRate: -1 }),
    () => cosineDecay({ initialLearningRate: 0 }),
    () => cosineDecay({ initialLearningRate: 1, alpha: 2 }),
    () => cosineDecay({ initialLearningRate: 1, decaySteps: 0 }),
    () => cosineDecay({ initialLearningRate: 1, warmupSteps: 0.5 }),
    () => cosineDecay({ initialLearningRate: 1, warmupTarget: 0 }),
    () => oneCycle({ maxLearningRate: Number.NaN }),
    () => oneCycle({ maxLearningRate: 1, pctStart: 1 }),
    () => oneCycle({ maxLearningRate: 1, totalSteps: 1 }),
    () => oneCycle({ maxLearningRate: 1, divFactor: 0 }),
  ])('refuse options out of range (%#)', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
