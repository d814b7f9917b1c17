import { expectAllClose } from '../../../tools/test/expectAllClose';
import { kWeighting, loudnessOf } from '../src/loudness';

const tone = (level: number, seconds: number, sampleRate = 48000, frequency = 997) =>
  Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, n) => level * Math.sin((2 * Math.PI * frequency * n) / sampleRate),
  );

it('has the coefficients of the tables of BS.1770 at 48 kHz', () => {
  const [shelf, pass] = kWeighting(48000);
  expectAllClose(
    [...shelf.b, ...shelf.a, ...pass.b, ...pass.a],
    [
      1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585, 1, -2, 1,
      -1.99004745483398, 0.99007225036621,
    ],
    { atol: 1e-9, why: 'the standard prints 14 digits of a design that it does not give' },
  );
});

it('measures a full-scale tone of 997 Hz as -3.01 LUFS, at every rate', () => {
  for (const rate of [8000, 22050, 48000]) {
    expectAllClose([loudnessOf(tone(1, 3, rate), rate)], [-3.01], { atol: 0.1, why: "BS.1770's own accuracy" });
  }
});

it('leaves pauses out, and blocks far under the rest', () => {
  const speech = tone(0.5, 4);
  const paused = new Float32Array(12 * 48000);
  paused.set(speech, 0);
  paused.set(tone(0.0005, 4), 4 * 48000);
  expectAllClose([loudnessOf(paused, 48000)], [loudnessOf(speech, 48000)], {
    atol: 0.35,
    why: 'blocks across the edge',
  });
});

it('has no loudness for silence, and measures less than a block', () => {
  expect(loudnessOf(new Float32Array(48000), 48000)).toBe(Number.NEGATIVE_INFINITY);
  expectAllClose([loudnessOf(tone(1, 0.1), 48000)], [-3.01], { atol: 0.5, why: 'the filter settles' });
});
