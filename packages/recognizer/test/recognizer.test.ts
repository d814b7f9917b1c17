import '@tensorflow/tfjs-backend-cpu';
import { encodeWav, load as loadAudio } from '@ser/audio-io';
import { resample } from '@ser/dsp';
import { defineFeatureSet, StandardScaler } from '@ser/features';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { type BundleParts, encodeBundle, loadBundle, type Recognizer } from '../src';
import { codeOf } from './support/codeOf';
import { fill, parts } from './support/parts';
import { soundFeatures } from './support/soundFeatures';
import { labels, melody, tone } from './support/tones';

const load = async (changes: Partial<BundleParts> = {}) =>
  loadBundle(await encodeBundle({ ...parts(), ...changes }), { featureSets: [soundFeatures] });

describe('recognize', () => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await load();
  });

  it('says what features, scaler and network say of the stretch that was trained on', async () => {
    const clip = tone('middle', 1);
    const { model, scaler } = parts();
    const stretch = { samples: clip.samples.slice(2205, 2205 + 11025), sampleRate: 22_050 };
    const row = soundFeatures.extract(stretch);
    const scaled = StandardScaler.fromJSON(scaler as never).transform({ data: row, rows: 1, cols: 2 }).data;
    const expected = [...(model.predict(tf.tensor(scaled, [1, 2])) as tf.Tensor).dataSync()];
    const result = await recognizer.recognize(clip);
    expect(Object.values(result.probabilities)).toEqual(expected);
    expect(Object.keys(result.probabilities)).toEqual(labels);
    expect(result.confidence).toBe(Math.max(...expected));
    expect(result.probabilities[result.label]).toBe(result.confidence);
  });

  it('takes a clip of another rate as the same clip resampled after the cut', async () => {
    const clip = tone('high', 0.6, 48_000);
    const cut = clip.samples.slice(4_800, 4_800 + 24_000);
    const same = { samples: resample(cut, 48_000, 22_050), sampleRate: 22_050 };
    expect(await recognizer.recognize(clip)).toEqual(await recognizer.recognize(same, { offset: 0 }));
  });

  it('takes exactly what load of @ser/audio-io takes of a file with the same offset and duration', async () => {
    const file = encodeWav(tone('high', 0.7, 44_100));
    const cut = await loadAudio(file, { offset: 0.1, duration: 0.5 });
    const whole = await loadAudio(file, { sampleRate: null });
    expect(await recognizer.recognize(whole)).toEqual(await recognizer.recognize(cut, { offset: 0 }));
  });

  it('takes a recording that ends early as far as it goes', async () => {
    const clip = tone('low', 0.3);
    const rest = { samples: clip.samples.slice(2205), sampleRate: 22_050 };
    expect(await recognizer.recognize(clip)).toEqual(await recognizer.recognize(rest, { offset: 0 }));
  });

  it('gives probabilities for silence, which sum to 1', async () => {
    const { probabilities } = await recognizer.recognize({ samples: new Float32Array(22_050), sampleRate: 22_050 });
    expect(Object.values(probabilities).reduce((sum, value) => sum + value)).toBeCloseTo(1, 6);
  });

  it('makes probabilities of a network that ends in scores', async () => {
    const model = sequential();
    model.add(layers.dense({ units: labels.length, inputShape: [2] }));
    const linear = await load({ model: fill(model, 3), scaler: null });
    const clip = tone('low', 0.7);
    const row = soundFeatures.extract({ samples: clip.samples.slice(2205, 2205 + 11025), sampleRate: 22_050 });
    const expected = tf.softmax(model.predict(tf.tensor(row, [1, 2])) as tf.Tensor).dataSync();
    expect(Object.values((await linear.recognize(clip)).probabilities)).toEqual([...expected]);
  });

  it.each([
    ['no sample', new Float32Array(0), 'CLIP_TOO_SHORT'],
    ['one sample', Float32Array.of(0.5), 'CLIP_TOO_SHORT'],
    ['audio that ends before the offset', new Float32Array(2_000), 'CLIP_TOO_SHORT'],
    ['almost the shortest clip', new Float32Array(2205 + 1101), 'CLIP_TOO_SHORT'],
    ['NaN', new Float32Array(22_050).fill(Number.NaN, 9, 10), 'NON_FINITE_SAMPLES'],
    ['infinity', new Float32Array(22_050).fill(Number.POSITIVE_INFINITY, 22_049), 'NON_FINITE_SAMPLES'],
    ['a list', [0, 0, 0] as never, 'INVALID_CLIP'],
    ['nothing', undefined as never, 'INVALID_CLIP'],
  ])('refuses %s', async (_, samples, code) => {
    expect(await codeOf(recognizer.recognize({ samples, sampleRate: 22_050 }))).toBe(code);
  });

  it.each([0, 1, -22_050, Number.NaN, Number.POSITIVE_INFINITY, '48000' as never])(
    'refuses a rate of %p',
    async (sampleRate) => {
      expect(await codeOf(recognizer.recognize({ samples: new Float32Array(9_999), sampleRate }))).toBe('INVALID_CLIP');
      expect(() => recognizer.stream({ sampleRate })).toThrow(expect.objectContaining({ code: 'INVALID_CLIP' }));
    },
  );

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses an offset of %p', async (offset) => {
    expect(await codeOf(recognizer.recognize(tone('low', 1), { offset }))).toBe('INVALID_OPTION');
  });

  it('names a feature set that fails, and one that gives NaN', async () => {
    const broken = (extract: typeof soundFeatures.extract) => ({ ...soundFeatures, extract });
    const bytes = await encodeBundle(parts());
    const throwing = await loadBundle(bytes, {
      featureSets: [
        broken(() => {
          throw new Error('no such pitch');
        }),
      ],
    });
    await expect(throwing.recognize(tone('low', 1))).rejects.toThrow('sound failed: no such pitch');
    const wrong = await loadBundle(bytes, { featureSets: [broken(() => Float32Array.of(Number.NaN, 1))] });
    expect(await codeOf(wrong.recognize(tone('low', 1)))).toBe('FEATURES_FAILED');
    const short = await loadBundle(bytes, { featureSets: [broken(() => Float32Array.of(1))] });
    expect(await codeOf(short.recognize(tone('low', 1)))).toBe('FEATURES_FAILED');
  });

  it('never passes NaN on: weights that overflow are an error', async () => {
    const model = sequential();
    model.add(layers.dense({ units: 4, inputShape: [2], useBias: false }));
    model.add(layers.dense({ units: labels.length, activation: 'softmax' }));
    for (const weight of model.weights) weight.write(tf.fill(weight.shape as number[], 3e38));
    const huge = await load({ model });
    expect(await codeOf(huge.recognize(tone('low', 1)))).toBe('NON_FINITE_OUTPUT');
  });

  it('leaves no tensor behind, and is gone after dispose', async () => {
    const bytes = await encodeBundle(parts());
    const before = tf.memory().numTensors;
    const passing = await loadBundle(bytes, { featureSets: [soundFeatures] });
    const loaded = tf.memory().numTensors;
    await passing.recognize(tone('low', 1));
    await passing.timeline(tone('low', 2));
    expect(tf.memory().numTensors).toBe(loaded);
    passing.dispose();
    passing.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(await codeOf(passing.recognize(tone('low', 1)))).toBe('DISPOSED');
  });
});

describe('timeline', () => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await load();
  });

  it('says of each stretch what recognize says of it', async () => {
    const clip = melody(['low', 'high', 'middle'], 0.6);
    const segments = await recognizer.timeline(clip, { window: 0.5, hop: 0.4 });
    expect(segments.map(({ start, end }) => [start, end])).toEqual([
      [0, 0.5],
      [0.4, 0.9],
      [0.8, 1.3],
      [1.2, 1.7],
      [1.3, 1.8],
    ]);
    for (const { start, end, ...recognition } of segments) {
      const samples = clip.samples.slice(Math.round(start * 22_050), Math.round(end * 22_050));
      expect(recognition).toEqual(await recognizer.recognize({ samples, sampleRate: 22_050 }, { offset: 0 }));
    }
  });

  it('takes windows of the trained length, half overlapping, by default', async () => {
    const segments = await recognizer.timeline(tone('low', 1.25));
    expect(segments.map(({ start, end }) => [start, end])).toEqual(
      [
        [0, 0.5],
        [0.25, 0.75],
        [0.5, 1],
        [0.75, 1.25],
      ].map((pair) => pair.map((seconds) => expect.closeTo(seconds, 3))),
    );
  });

  it('is what a stream gives of the same audio, whatever the blocks and whether anyone waits', async () => {
    const rate = 8_000;
    const settings = fc.record({
      seconds: fc.double({ min: 0.1, max: 2, noNaN: true }),
      window: fc.double({ min: 0.05, max: 0.6, noNaN: true }),
      hop: fc.double({ min: 0.05, max: 0.8, noNaN: true }),
      waits: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.array(fc.nat(4_000), { maxLength: 30 }),
        async ({ seconds, window, hop, waits }, blocks) => {
          const { samples } = tone('high', seconds, rate, 7);
          const expected = await recognizer.timeline({ samples, sampleRate: rate }, { window, hop });
          const stream = recognizer.stream({ sampleRate: rate, window, hop });
          const given: Promise<unknown[]>[] = [];
          let at = 0;
          for (const size of [...blocks, samples.length]) {
            const block = samples.slice(at, at + size);
            given.push(stream.push(block));
            if (waits) await given.at(-1);
            // A caller's memory is the caller's again.
            block.fill(0.9);
            at = Math.min(samples.length, at + size);
          }
          given.push(stream.end());
          expect((await Promise.all(given)).flat()).toEqual(expected);
          expect(expected.at(-1)?.end).toBe(samples.length / rate);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    { window: 0 },
    { window: 0.049 },
    { window: Number.NaN },
    { window: 3_601 },
    { hop: 0 },
    { hop: -1 },
    { hop: 1e-9 },
    { hop: Number.NaN },
    { hop: Number.POSITIVE_INFINITY },
  ])('refuses %p', async (options) => {
    expect(await codeOf(recognizer.timeline(tone('low', 1), options))).toBe('INVALID_OPTION');
  });

  it('refuses NaN in a block without taking it, and anything after the end', async () => {
    const { samples } = tone('low', 1);
    const stream = recognizer.stream({ sampleRate: 22_050 });
    const first = await stream.push(samples.subarray(0, 9_000));
    await expect(stream.push(Float32Array.of(0, Number.NaN))).rejects.toThrow('sample 9001 is NaN');
    const rest = [...(await stream.push(samples.subarray(9_000))), ...(await stream.end())];
    expect([...first, ...rest]).toEqual(await recognizer.timeline({ samples, sampleRate: 22_050 }));
    expect(await codeOf(stream.push(samples))).toBe('STREAM_ENDED');
    expect(await codeOf(stream.end())).toBe('STREAM_ENDED');
    expect(await codeOf(recognizer.stream({ sampleRate: 22_050 }).end())).toBe('CLIP_TOO_SHORT');
  });

  it.each([
    ['no sample', new Float32Array(0), 'CLIP_TOO_SHORT'],
    ['one sample', Float32Array.of(0.5), 'CLIP_TOO_SHORT'],
    ['NaN', new Float32Array(22_050).fill(Number.NaN, 9, 10), 'NON_FINITE_SAMPLES'],
  ])('refuses audio of %s', async (_, samples, code) => {
    expect(await codeOf(recognizer.timeline({ samples, sampleRate: 22_050 }))).toBe(code);
  });

  it('lets timers run meanwhile', async () => {
    const slow = defineFeatureSet({
      ...soundFeatures,
      extract: (clip) => {
        const until = performance.now() + 60;
        while (performance.now() < until);
        return soundFeatures.extract(clip);
      },
    });
    const long = await loadBundle(await encodeBundle(parts()), { featureSets: [slow] });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await long.timeline(tone('low', 3));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});
