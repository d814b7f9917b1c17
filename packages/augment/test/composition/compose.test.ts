import type { AudioClip } from '@ser/dsp';
import { createRng } from '@ser/random';
import * as augment from '../../src/index';
import { compose, createAugmentation, fromSpec, noise, pitchShift, shift, timeStretch } from '../../src/index';

const clip: AudioClip = {
  samples: Float32Array.from({ length: 4000 }, (_, i) => 0.4 * Math.sin(i / 15)),
  sampleRate: 22050,
};

/** Draws from its input, so that a composition must render what comes before. */
const normalise = createAugmentation({
  name: 'normalise',
  options: {},
  draw: (input: AudioClip) => ({ peak: input.samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0) }),
  render: (input, { peak }) => ({ ...input, samples: input.samples.map((x) => x / peak) }),
});

describe('compose', () => {
  it('applies in order: apply equals render of draw, and replays from JSON', () => {
    const both = compose([timeStretch({ rate: 1.5 }), noise(), shift({ maxSamples: 50 })]);
    const drawn = both.draw(clip, createRng(3));
    const once = both.apply(clip, createRng(3));
    expect(once.samples).toEqual(both.render(clip, JSON.parse(JSON.stringify(drawn))).samples);
    expect(once.samples.length).toBe(Math.round(4000 / 1.5));
  });

  it('lets a later draw see what the earlier ones rendered', () => {
    const peak = (rng: number) =>
      (compose([noise({ amplitude: 2 }), normalise]).draw(clip, createRng(rng)) as { peak: number }[])[1]!.peak;
    expect(peak(1)).not.toBe(peak(2));
    expect(
      Math.max(
        ...compose([noise({ amplitude: 2 }), normalise])
          .apply(clip, createRng(1))
          .samples.map(Math.abs),
      ),
    ).toBe(1);
  });

  it('carries a reference that makes the same again, nested compositions included', () => {
    const original = compose([
      compose([timeStretch({ rate: 0.9 }), pitchShift({ nSteps: 1 })]),
      noise({ amplitude: 0.1 }),
    ]);
    const reference: augment.ModuleReference = JSON.parse(JSON.stringify(original.reference));
    expect(reference.module).toBe('@ser/augment');
    expect(reference.export).toBe('fromSpec');
    const again = fromSpec(reference.options as augment.AugmentationSpec);
    expect(again.options).toEqual(original.options);
    expect(again.apply(clip, createRng(4)).samples).toEqual(original.apply(clip, createRng(4)).samples);
  });

  it.each([noise({ amplitude: 0.2 }), timeStretch({ rate: 1.1 }), pitchShift({ nSteps: 2 }), shift({ maxSamples: 9 })])(
    'and so does the built-in $name',
    (original) => {
      const { module, export: name, options } = original.reference!;
      expect(module).toBe('@ser/augment');
      const again = (augment as unknown as Record<string, (options: unknown) => augment.Augmentation>)[name]!(options);
      expect(again.apply(clip, createRng(1)).samples).toEqual(original.apply(clip, createRng(1)).samples);
      expect(fromSpec({ name, options }).options).toEqual(original.options);
    },
  );

  it('carries none when a member is not built in', () => {
    expect(compose([noise(), normalise]).reference).toBeUndefined();
  });

  it('refuses nothing to compose, foreign parameters, and unknown names', () => {
    expect(() => compose([])).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => compose([noise()]).render(clip, [])).toThrow(expect.objectContaining({ code: 'INVALID_DRAWN' }));
    expect(() => fromSpec({ name: 'reverb' })).toThrow(/'reverb' is none of .*compose, .*noise, .*shift/);
  });
});
