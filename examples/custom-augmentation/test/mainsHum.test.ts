import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeAugmentation } from '@ser/augment/testing';
import { createRng } from '@ser/random';
import { mainsHum } from '../src/index';

describeAugmentation(mainsHum, [{}, { snrDb: -60, overtones: 100 }, { frequency: [59.9, 60.1] }], {
  runner: { describe, it },
});

const clip = {
  samples: Float32Array.from({ length: 22050 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 440 * n) / 22050)),
  sampleRate: 22050,
};

/** What was added. */
function humOf(options: Parameters<typeof mainsHum>[0]): Float64Array {
  const { samples } = mainsHum(options).apply(clip, createRng(6));
  return Float64Array.from(samples, (x, n) => x - clip.samples[n]!);
}

function rms(samples: ArrayLike<number>): number {
  return Math.sqrt(Array.from(samples).reduce((sum, x) => sum + x * x, 0) / samples.length);
}

/** Amplitude of the sine of so many Hz in a second of sound. */
function amplitudeAt(samples: Float64Array, hertz: number): number {
  let [re, im] = [0, 0];
  samples.forEach((x, n) => {
    re += x * Math.cos((2 * Math.PI * hertz * n) / clip.sampleRate);
    im += x * Math.sin((2 * Math.PI * hertz * n) / clip.sampleRate);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}

it('adds the hum at the ratio that was asked for', () => {
  const ratio = 20 * Math.log10(rms(clip.samples) / rms(humOf({ snrDb: 15 })));
  assert.ok(Math.abs(ratio - 15) < 1e-4, `${ratio} dB`);
});

it('has its energy at the fundamental and its overtones, and nowhere else', () => {
  const hum = humOf({ snrDb: 0, frequency: 50, overtones: 3 });
  for (const hertz of [50, 100, 150]) assert.ok(amplitudeAt(hum, hertz) > 0.01, `nothing at ${hertz} Hz`);
  for (const hertz of [75, 200, 440]) assert.ok(amplitudeAt(hum, hertz) < 1e-6, `something at ${hertz} Hz`);
});

it('leaves out overtones that the sample rate cannot hold', () => {
  const low = { samples: clip.samples.subarray(0, 200), sampleRate: 200 };
  const drawn = { snrDb: 0, frequency: 50, seed: 'any' };
  const all = mainsHum({ overtones: 100 }).render(low, drawn);
  assert.deepEqual(all.samples, mainsHum({ overtones: 1 }).render(low, drawn).samples);
});
