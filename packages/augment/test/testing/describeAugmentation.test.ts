import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { AudioClip } from '@ser/dsp';
import { createAugmentation, defineAugmentation, number } from '../../src/index';
import { describeAugmentation, type TestedFactory } from '../../src/testing';

/** The promises that the kit finds broken, by running its tests with a runner that keeps count. */
function brokenPromises<O extends object>(
  factory: TestedFactory<AudioClip, O>,
  options: O = {} as O,
  minSpeed = 0,
): string[] {
  const broken: string[] = [];
  const runner = {
    describe: (_name: string, define: () => void) => define(),
    it: (name: string, test: () => void) => {
      try {
        test();
      } catch {
        broken.push(name);
      }
    },
  };
  describeAugmentation(factory, [options], { runner, minSpeed, onSpeed: () => {} });
  return broken;
}

type Parts = Partial<Parameters<typeof createAugmentation<AudioClip>>[0]>;

const mapped = (clip: AudioClip, change: (x: number, i: number) => number): AudioClip => ({
  ...clip,
  samples: clip.samples.map(change),
});

/** A sound gain of 0.5 but for what `parts` break. */
const gainBut = (parts: Parts): TestedFactory<AudioClip, object> => {
  const { draw: drawBut, render: renderBut, ...rest } = parts;
  const sound = defineAugmentation({
    name: 'broken',
    about: '',
    params: {},
    render: (clip) => mapped(clip, (x) => x / 2),
  });
  return Object.defineProperty(
    (options: object) => {
      const whole = sound(options as Record<never, never>);
      return createAugmentation<AudioClip>({
        name: 'broken',
        options: {},
        draw: drawBut ?? whole.draw,
        render: (clip, drawn) => {
          whole.render(clip, {});
          return renderBut ? renderBut(clip, drawn) : whole.render(clip, drawn);
        },
        ...rest,
      });
    },
    'name',
    { value: 'broken' },
  ) as TestedFactory<AudioClip, object>;
};

let calls = 0;

const broken: readonly (readonly [promise: string, what: string, factory: TestedFactory<AudioClip, object>])[] = [
  ['draws what JSON keeps', 'draws NaN', gainBut({ draw: () => ({ gain: Number.NaN }) })],
  ['draws what JSON keeps', 'draws samples', gainBut({ draw: () => new Float32Array(2) as never })],
  ['draws and renders the same for the same seed', 'counts its calls', gainBut({ draw: () => ({ call: calls++ }) })],
  [
    'draws and renders the same for the same seed',
    'looks at the input and says that it does not',
    gainBut({ draw: (clip) => ({ length: clip.samples.length }), drawReadsInput: false }),
  ],
  [
    'draws and renders the same for the same seed',
    'remembers the clip before',
    (() => {
      let before = 0;
      return gainBut({
        render: (clip) => {
          const out = mapped(clip, (x) => x + before);
          before = clip.samples[10] ?? 0;
          return out;
        },
      });
    })(),
  ],
  [
    'renders what apply gave',
    'applies otherwise than it renders',
    Object.defineProperty(
      (options: object) => {
        const whole = gainBut({})(options);
        return { ...whole, apply: (clip: AudioClip) => mapped(clip, (x) => x / 3) };
      },
      'name',
      { value: 'broken' },
    ),
  ],
  [
    'renders what apply gave',
    'reports nothing',
    Object.defineProperty(
      (options: object) => {
        const whole = gainBut({})(options);
        return { ...whole, apply: (clip: AudioClip, rng: never) => whole.apply(clip, rng) };
      },
      'name',
      { value: 'broken' },
    ),
  ],
  ['changes neither input nor drawn', 'hands the input out', gainBut({ render: (clip) => clip })],
  [
    'changes neither input nor drawn',
    'writes to the input',
    gainBut({
      render: (clip) => {
        const out = mapped(clip, (x) => x);
        clip.samples[0]! += 1;
        return out;
      },
    }),
  ],
  [
    'changes neither input nor drawn',
    'writes to the drawn parameters',
    gainBut({
      draw: () => ({ gain: 1 }),
      render: (clip, drawn) => {
        (drawn as { gain: number }).gain++;
        return mapped(clip, (x) => x);
      },
    }),
  ],
  [
    'gives at least one value and only finite ones',
    'gives NaN in the middle',
    gainBut({ render: (clip) => mapped(clip, (x, i) => (i === 300 ? Number.NaN : x)) }),
  ],
  [
    'gives at least one value and only finite ones',
    'gives nothing',
    gainBut({ render: (clip) => ({ ...clip, samples: new Float32Array(0) }) }),
  ],
  [
    'takes silence',
    'divides by the peak',
    gainBut({
      render: (clip) => {
        const peak = clip.samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        return mapped(clip, (x) => x / peak);
      },
    }),
  ],
  ['takes silence', 'adds a hum', gainBut({ render: (clip) => mapped(clip, (x, i) => x + 0.01 * Math.sin(i)) })],
  [
    'takes a single sample',
    'needs two samples and divides by n - 1',
    gainBut({ render: (clip) => mapped(clip, (x, i) => x * (i / (clip.samples.length - 1))) }),
  ],
  [
    'works from 8 to 48 kHz',
    'knows two rates only',
    gainBut({ render: (clip) => mapped(clip, (x) => x * ({ 22050: 1, 48000: 1 }[clip.sampleRate] ?? Number.NaN)) }),
  ],
  [
    'works from 8 to 48 kHz',
    'changes the rate',
    gainBut({ render: (clip) => ({ ...mapped(clip, (x) => x), sampleRate: 16000 }) }),
  ],
  [
    'takes DC',
    'divides by the standard deviation',
    gainBut({
      render: (clip) => {
        const { samples } = clip;
        const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
        const deviation = Math.sqrt(samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples.length);
        return samples.every((x) => x === 0) ? mapped(clip, (x) => x) : mapped(clip, (x) => (x - mean) / deviation);
      },
    }),
  ],
  ['takes a full-scale square', 'takes atanh of 1', gainBut({ render: (clip) => mapped(clip, (x) => Math.atanh(x)) })],
  [
    'gives the length it declares',
    'declares another length',
    gainBut({ outputLength: (clip) => clip.samples.length + 1 }),
  ],
  [
    'refuses with a code what is empty',
    'takes NaN',
    Object.defineProperty(
      () =>
        createAugmentation<AudioClip>({
          name: 'broken',
          options: {},
          draw: () => null,
          render: (clip) => mapped(clip, (x) => x / 2),
        }),
      'name',
      { value: 'broken' },
    ),
  ],
];

describe('describeAugmentation catches one that', () => {
  it.each(broken.map(([promise, what, factory]) => [what, promise, factory] as const))(
    '%s',
    (_what, promise, factory) => {
      expect(brokenPromises(factory).some((name) => name.startsWith(promise))).toBe(true);
    },
  );

  it('loses its options on the way through JSON', () => {
    const forgetful = Object.defineProperty(
      ({ by = 1 }: { by?: number }) => ({
        ...gainBut({ render: (clip) => mapped(clip, (x) => x * by) })({}),
        options: {},
      }),
      'name',
      { value: 'broken' },
    ) as TestedFactory<AudioClip, { by?: number }>;
    expect(brokenPromises(forgetful, { by: 0.5 })).toContain('comes back from its JSON');
  });

  it('is slow', () => {
    const slow = gainBut({
      render: (clip) => {
        // The kit measures CPU time, so that is what is wasted.
        const from = process.cpuUsage();
        const least = clip.samples.length === 22050 ? 120_000 : 0;
        while (process.cpuUsage(from).user + process.cpuUsage(from).system < least);
        return mapped(clip, (x) => x / 2);
      },
    });
    expect(brokenPromises(slow, {}, 20)).toContain('is fast enough');
    expect(brokenPromises(slow, {}, 1)).not.toContain('is fast enough');
  });

  it('takes bad options', () => {
    const trusting = Object.defineProperty(() => gainBut({})({}), 'name', { value: 'broken' });
    expect(brokenPromises(trusting)).toContain('are refused with INVALID_OPTION when the augmentation is made');
  });

  it('and finds nothing wrong with a sound one', () => {
    const sound = defineAugmentation({
      name: 'sound',
      about: '',
      params: { by: number({ about: '', unit: '', min: 0, max: 2, default: [0.5, 1] }) },
      render: (clip, { by }) => mapped(clip, (x) => x * by),
    });
    expect(brokenPromises(sound, { by: [0.2, 0.4] as const })).toEqual([]);
    expect(brokenPromises(sound)).toEqual([]);
  });
});

it('runs under node:test', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@ser/source', '--import', 'tsx', join(__dirname, '../programs/nodeTest.ts')],
    { encoding: 'utf8', cwd: join(__dirname, '../..'), env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
  );
  expect(stderr).toBe('');
  expect(stdout).toMatch(/pass 15/);
  expect(status).toBe(0);
});
