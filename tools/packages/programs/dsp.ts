import assert from 'node:assert/strict';
import { getWindow, irfft, istft, resample, rfft, stft } from '@ser/dsp';

const tone = Float32Array.from({ length: 8192 }, (_, n) => Math.sin((2 * Math.PI * 440 * n) / 22050));

const spectrum = rfft(tone);
assert.equal(spectrum.re.length, 4097);
const back = irfft(spectrum, tone.length);
for (let n = 0; n < tone.length; n++) assert.ok(Math.abs((back[n] ?? Number.NaN) - (tone[n] ?? 0)) < 1e-6);

const frames = stft(tone, { nFft: 1024 });
assert.equal(frames.cols, 513);
assert.equal(istft(frames, { nFft: 1024, length: tone.length }).length, tone.length);
assert.equal(getWindow('hann', 512).length, 512);
assert.equal(resample(tone, 44100, 22050).length, 4096);
