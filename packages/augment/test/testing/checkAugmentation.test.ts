import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import fc from 'fast-check';
import { type Augmentation, compose, createAugmentation, noise, pitchShift, shift, timeStretch } from '../../src/index';
import { checkAugmentation } from '../../src/testing/checkAugmentation';

const builtIns = [
  noise(),
  shift(),
  timeStretch(),
  pitchShift(),
  compose([timeStretch({ rate: 1.2 }), noise(), shift()]),
];

describe('built-in augmentations conform', () => {
  it.each(builtIns)('$name', (augmentation) => expect(checkAugmentation(augmentation)).toEqual([]));
});

describe('bad clips give a typed error, never NaN', () => {
  const codeOf = (augmentation: Augmentation, clip: unknown): unknown => {
    try {
      augmentation.apply(clip as AudioClip, createRng(0));
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return 'none';
  };
  const bad: [string, unknown, string][] = [
    ['empty', { samples: new Float32Array(0), sampleRate: 22050 }, 'EMPTY_CLIP'],
    ['NaN', { samples: Float32Array.of(0, Number.NaN), sampleRate: 22050 }, 'NON_FINITE_SAMPLES'],
    ['Infinity', { samples: Float32Array.of(0, Number.NEGATIVE_INFINITY), sampleRate: 22050 }, 'NON_FINITE_SAMPLES'],
    ['no rate', { samples: Float32Array.of(0, 1), sampleRate: 0 }, 'INVALID_CLIP'],
    ['no samples', { sampleRate: 22050 }, 'INVALID_CLIP'],
    ['nothing', undefined, 'INVALID_CLIP'],
  ];
  for (const augmentation of builtIns) {
    it.each(bad)(`${augmentation.name}, %s`, (_name, clip, code) => expect(codeOf(augmentation, clip)).toBe(code));
  }

  it('any short clip is either rendered finite or refused with a code', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true, min: -1, max: 1 }),
        fc.constantFrom(...builtIns, timeStretch({ rate: 7.3 }), pitchShift({ nSteps: -30 })),
        (samples, augmentation) => {
          try {
            const out = augmentation.apply({ samples, sampleRate: 22050 }, createRng(0)).samples;
            expect(out.length).toBeGreaterThan(0);
            expect(out.every(Number.isFinite)).toBe(true);
          } catch (error) {
            expect(error).toMatchObject({ code: 'CLIP_TOO_SHORT' });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('checkAugmentation finds', () => {
  const define = (draw: Augmentation['draw'], render: Augmentation['render']) =>
    createAugmentation({ name: 'broken', options: {}, draw, render });
  const copy = (clip: AudioClip) => ({ ...clip, samples: clip.samples.slice() });
  let calls = 0;

  it.each([
    ['json-only', define(() => new Float32Array(2) as never, copy)],
    ['json-only', define(() => ({ gain: Number.NaN }), copy)],
    ['determinism', define(() => calls++, copy)],
    [
      'determinism',
      define(
        () => null,
        (clip) => ({ ...clip, samples: clip.samples.map((x) => x + calls++) }),
      ),
    ],
    [
      'purity',
      define(
        () => null,
        (clip) => clip,
      ),
    ],
    [
      'purity',
      define(
        () => null,
        (clip) => {
          const out = copy(clip);
          clip.samples[0]! += 1;
          return out;
        },
      ),
    ],
    [
      'finite-output',
      define(
        () => null,
        (clip) => ({ ...clip, samples: clip.samples.map(() => Number.NaN) }),
      ),
    ],
    [
      'finite-output',
      define(
        () => null,
        (clip) => ({ ...clip, samples: new Float32Array(0) }),
      ),
    ],
    [
      'finite-output',
      define(
        () => null,
        (clip) => ({ ...copy(clip), sampleRate: 0 }),
      ),
    ],
    [
      'throws',
      define(
        () => null,
        () => {
          throw new Error('no');
        },
      ),
    ],
    [
      'replay',
      createAugmentation({
        name: 'broken',
        options: {},
        draw: () => null,
        render: copy,
        apply: (clip: AudioClip) => ({ ...clip, samples: clip.samples.map((x) => x + 1) }),
      }),
    ],
  ] as const)('%s', (rule, augmentation) => {
    expect(checkAugmentation(augmentation).map((problem) => problem.rule)).toContain(rule);
  });
});
