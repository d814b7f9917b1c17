import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import {
  builtIns,
  compose,
  createAugmentation,
  type Drawn,
  fromJSON,
  fromSpec,
  gain,
  noise,
  oneOf,
  reverse,
  shift,
  someOf,
  timeStretch,
  toJSON,
  withProbability,
} from '../../src/index';
import { checkAugmentation } from '../../src/testing';

const clip: AudioClip = {
  samples: Float32Array.from({ length: 3000 }, (_, i) => 0.4 * Math.sin(i / 15)),
  sampleRate: 22050,
};
const draws = <D>(
  augmentation: { draw(input: AudioClip, rng: ReturnType<typeof createRng>): unknown },
  count = 4000,
) => {
  const rng = createRng(1);
  return Array.from({ length: count }, () => augmentation.draw(clip, rng) as D);
};
const share = <D>(all: readonly D[], has: (one: D) => boolean) => all.filter(has).length / all.length;

/** Each kind of composition, nested. */
const pipeline = compose([
  oneOf([timeStretch({ rate: [0.9, 1.1] }), reverse()], { weights: [3, 1] }),
  someOf([gain({ gainDb: [-6, 6] }), shift({ maxSamples: 50 }), noise()], { count: [0, 2] }),
  withProbability(0.5, noise({ amplitude: 0.1 })),
]);

describe('oneOf', () => {
  it('chooses as often as the weights say, and all alike without', () => {
    const four = [gain(), reverse(), shift(), noise()];
    const even = draws<{ index: number }>(oneOf(four));
    const weighted = draws<{ index: number }>(oneOf(four, { weights: [1, 0, 3, 0] }));
    for (let i = 0; i < 4; i++) expect(Math.abs(share(even, ({ index }) => index === i) - 0.25)).toBeLessThan(0.03);
    expect(Math.abs(share(weighted, ({ index }) => index === 2) - 0.75)).toBeLessThan(0.03);
    expect(share(weighted, ({ index }) => index === 1 || index === 3)).toBe(0);
  });

  it.each([{ weights: [1] }, { weights: [0, 0] }, { weights: [1, -1] }, { weights: [1, Number.NaN] }])(
    'refuses %p',
    (options) => {
      expect(() => oneOf([gain(), noise()], options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    },
  );
});

describe('someOf', () => {
  it('chooses every number of the range, no member twice, in the order of the list', () => {
    const all = draws<{ index: number }[]>(someOf([gain(), reverse(), shift(), noise()], { count: [1, 3] }));
    for (const count of [1, 2, 3])
      expect(Math.abs(share(all, ({ length }) => length === count) - 1 / 3)).toBeLessThan(0.03);
    for (const chosen of all) {
      for (let i = 1; i < chosen.length; i++) expect(chosen[i]!.index).toBeGreaterThan(chosen[i - 1]!.index);
    }
    for (let i = 0; i < 4; i++)
      expect(share(all, (chosen) => chosen.some(({ index }) => index === i))).toBeGreaterThan(0.45);
  });

  it('gives a copy where none is chosen', () => {
    const { samples } = someOf([reverse()], { count: 0 }).apply(clip, createRng(0));
    expect(samples).toEqual(clip.samples);
    expect(samples.buffer).not.toBe(clip.samples.buffer);
  });

  it.each([{ count: 3 }, { count: -1 }, { count: [2, 1] as const }, { count: 0.5 }])('refuses %p', (options) => {
    expect(() => someOf([gain(), noise()], options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('withProbability', () => {
  it('applies to the share that it is told', () => {
    const all = draws<{ applied: boolean }>(withProbability(0.3, noise()));
    expect(Math.abs(share(all, ({ applied }) => applied) - 0.3)).toBeLessThan(0.03);
    expect(share(draws<{ applied: boolean }>(withProbability(0, noise())), ({ applied }) => applied)).toBe(0);
    expect(share(draws<{ applied: boolean }>(withProbability(1, noise())), ({ applied }) => applied)).toBe(1);
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses %p', (probability) => {
    expect(() => withProbability(probability, noise())).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});

describe('a pipeline of all compositions', () => {
  it('keeps the promises of the contract', () => expect(checkAugmentation(pipeline)).toEqual([]));

  it('comes back from JSON and from its reference: the same options, the same bytes', () => {
    const json = JSON.parse(JSON.stringify(toJSON(pipeline)));
    const { module, export: name, options } = JSON.parse(JSON.stringify(pipeline.reference));
    expect([module, name]).toEqual(['@ser/augment', 'fromSpec']);
    for (const again of [fromJSON(json, builtIns), fromSpec(options)]) {
      expect(again.options).toEqual(pipeline.options);
      for (let seed = 0; seed < 20; seed++) {
        expect(again.apply(clip, createRng(seed)).samples).toEqual(pipeline.apply(clip, createRng(seed)).samples);
      }
    }
  });

  it('refuses what it did not draw', () => {
    for (const member of [oneOf([noise()]), someOf([noise()]), withProbability(1, noise())]) {
      for (const drawn of [null, 3, {}, { index: 7 }, [{ index: 7 }]] as Drawn[]) {
        expect(() => member.render(clip, drawn)).toThrow(expect.objectContaining({ code: 'INVALID_DRAWN' }));
      }
    }
  });
});

describe('fromJSON', () => {
  const quieter = ({ by }: { by: number }) =>
    createAugmentation<AudioClip>({
      name: 'quieter',
      options: { by },
      draw: () => null,
      render: (input) => ({ ...input, samples: input.samples.map((x) => x / by) }),
    });

  it('makes what the caller registers', () => {
    const json = toJSON(compose([quieter({ by: 2 }), reverse()]));
    const again = fromJSON(json, { ...builtIns, quieter });
    expect(again.apply(clip, createRng(0)).samples[0]).toBe(clip.samples.at(-1)! / 2);
    expect(() => fromJSON(json, builtIns)).toThrow(expect.objectContaining({ code: 'UNKNOWN_AUGMENTATION' }));
  });

  it.each([null, 3, {}, { name: 7 }, { name: 'compose' }, { name: 'oneOf', options: { augmentations: 'noise' } }])(
    'refuses %p',
    (json) => {
      expect(() => fromJSON(json as never, builtIns)).toThrow(expect.objectContaining({ code: 'INVALID_JSON' }));
    },
  );

  it('takes no name from the prototype of objects', () => {
    expect(() => fromJSON({ name: 'toString' }, builtIns)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_AUGMENTATION' }),
    );
  });
});

it('toJSON refuses options that JSON does not keep', () => {
  const odd = createAugmentation<AudioClip>({
    name: 'odd',
    options: { by: Number.NaN },
    draw: () => null,
    render: (x) => x,
  });
  expect(() => toJSON(odd)).toThrow(expect.objectContaining({ code: 'INVALID_JSON' }));
});
