import assert from 'node:assert/strict';
import { irfft, melFilterbank, mfcc, rfft } from '@ser/mfcc';

const samples = Float32Array.from({ length: 22050 }, (_, n) => 0.5 * Math.sin((2 * Math.PI * 440 * n) / 22050));
const spectrum = rfft(samples.subarray(0, 1024));
assert.equal(irfft(spectrum).length, 1024);

const coefficients = mfcc({ samples, sampleRate: 22050 }, { nMfcc: 20 });
assert.equal(coefficients.cols, 20);
assert.equal(coefficients.rows, 44);
assert.ok(coefficients.data.every(Number.isFinite));
assert.equal(melFilterbank({ sampleRate: 22050, nFft: 2048, nMels: 128 }).rows, 128);
