import assert from 'node:assert/strict';
import { compose, noise, pitchShift, timeStretch } from '@ser/augment';
import { createRng } from '@ser/random';

const samples = Float32Array.from({ length: 22050 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 220 * n) / 22050));
const clip = { samples, sampleRate: 22050 };

const noisy = noise({ amplitude: 0.035 });
const drawn = noisy.draw(clip, createRng(1));
assert.deepEqual(noisy.render(clip, JSON.parse(JSON.stringify(drawn))), noisy.apply(clip, createRng(1)));

const stretched = compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]).apply(clip, createRng(1));
// 22,050 / 0.8 = 27,562.5, rounded half to even as Python does.
assert.equal(stretched.samples.length, 27562);
