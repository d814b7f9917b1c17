import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SIMD_BACKEND, useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { fitCurve, fitCurveNames } from './support/fitCurves';

/** Made by our own code (tools/golden/fitCurves.ts): what it says is that the numbers did not change, not that they are right. */
const recorded: Record<string, number[]> = JSON.parse(
  readFileSync(join(__dirname, 'golden', 'fitCurves.json'), 'utf8'),
);
const curves = new Map<number, Record<string, number[]>>();

describe('fit with shuffling and dropout', () => {
  beforeAll(async () => {
    for (const threads of [1, 2, 4]) {
      if (tf.findBackend(SIMD_BACKEND)) tf.removeBackend(SIMD_BACKEND);
      await useSimdBackend({ threads });
      const found: Record<string, number[]> = {};
      for (const name of fitCurveNames) found[name] = await fitCurve(name);
      curves.set(threads, found);
    }
  }, 120_000);

  it('gives the same losses, to the last bit, on one, two and four threads', () => {
    expect(curves.get(2)).toEqual(curves.get(1));
    expect(curves.get(4)).toEqual(curves.get(1));
  });

  it.each(fitCurveNames)('gives the losses that were recorded: %s', (name) => {
    // Engines may differ in the last digit of Math.exp and Math.log, which the reported loss goes through.
    expectAllClose(curves.get(1)![name]!, recorded[name]!, { rtol: 1e-6, why: 'the same arithmetic, other engines' });
  });
});
