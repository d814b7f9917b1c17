import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type SimdBackend, useSimdBackend } from '../src';
import { directConv2D } from '../src/kernels/Conv2D';
import { directBackpropFilter } from '../src/kernels/Conv2DBackpropFilter';
import { directBackpropInput } from '../src/kernels/Conv2DBackpropInput';
import { type ConvInfo, convInfo } from '../src/kernels/convolution';
import { activationFlags, BIAS } from '../src/kernels/epilogue';
import { winogradBackpropFilter, winogradBackpropInput, winogradConv2D } from '../src/kernels/winograd';
import { filterMatrix, type WinogradPlan, winogradPlan, winogradPlans } from '../src/kernels/winogradPlan';

type Pad = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];

interface Case {
  readonly x: [number, number, number, number];
  readonly filter: [number, number];
  readonly channels: number;
  readonly pad: Pad;
}

function values(shape: readonly number[], key: number): Float32Array {
  let state = (key * 2654435761 + 12345) >>> 0;
  return Float32Array.from({ length: tf.util.sizeFromShape(shape as number[]) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function infoOf({ x, filter, channels, pad }: Case): ConvInfo {
  return convInfo(x, [...filter, x[3], channels], { strides: 1, pad, dataFormat: 'NHWC' });
}

/** x, filter, dy and bias. */
function inputs({ inShape, filterShape, outShape, outChannels }: ConvInfo): tf.Tensor[] {
  return [inShape, filterShape, outShape, [outChannels]].map((shape, key) =>
    tf.tensor(values(shape, key), shape as [4]),
  );
}

async function simd(threads?: number): Promise<SimdBackend> {
  if (threads !== undefined && tf.findBackend('simd')) tf.removeBackend('simd');
  await useSimdBackend(threads === undefined ? {} : { threads });
  return tf.backend() as unknown as SimdBackend;
}

/** relu(y + bias) and both gradients of a convolution by the plan, or by the direct kernels. */
function onSimd(backend: SimdBackend, plan: WinogradPlan | undefined, shape: Case): Float32Array[] {
  const info = infoOf(shape);
  const [image, taps, dy, bias] = inputs(info) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const flags = BIAS | activationFlags('relu')!;
  const biasAt = backend.address(bias);
  const results = (
    plan
      ? [
          winogradConv2D(backend, plan, info, image, taps, biasAt, flags),
          winogradBackpropInput(backend, plan, info, dy, taps),
          winogradBackpropFilter(backend, plan, info, image, dy),
        ]
      : [
          directConv2D(backend, info, image, taps, biasAt, flags),
          directBackpropInput(backend, info, dy, taps),
          directBackpropFilter(backend, info, image, dy),
        ]
  ).map((result) => {
    const data = backend.readSync(result!.dataId) as Float32Array;
    backend.disposeIntermediateTensorInfo(result!);
    return data;
  });
  tf.dispose([image, taps, dy, bias]);
  return results;
}

async function byCpu(shape: Case): Promise<Float32Array[]> {
  await tf.setBackend('cpu');
  const info = infoOf(shape);
  return tf.tidy(() => {
    const [image, taps, dy, bias] = inputs(info) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor1D];
    const y = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, shape.pad as 'same');
    return [tf.relu(tf.add(y(image, taps), bias)), ...tf.grads(y)([image, taps], dy)].map(
      (result) => result.dataSync() as Float32Array,
    );
  });
}

function expectWithin(actual: Float32Array, expected: Float32Array, bound: number): void {
  const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-3);
  expectAllClose(actual, expected, { atol: bound * largest, why: 'of the largest value of the CPU backend' });
}

const FILTERS: [number, number][] = [
  [3, 3],
  [1, 5],
  [5, 1],
  [1, 3],
  [3, 1],
  [5, 5],
  [3, 5],
  [5, 3],
];

describe('the transforms', () => {
  it('of a filter of three taps at 0, 1, -1 are the published ones, but for signs', () => {
    const [smallest] = winogradPlans([1, 3]);
    expect(filterMatrix(smallest!.x)).toEqual([
      [-1, -0, -0],
      [0.5, 0.5, 0.5],
      [0.5, -0.5, 0.5],
      [0, 0, 1],
    ]);
  });

  it('agree with the CPU backend within 2e-5 for every plan, size, padding and odd channel group', async () => {
    const four = (most: number) => fc.integer({ min: 1, max: most }).map((count) => 4 * count);
    const side = fc.integer({ min: 1, max: 11 });
    const padding = fc.integer({ min: 0, max: 6 });
    const pads = fc.oneof(
      fc.constantFrom<Pad>('same', 'valid'),
      fc.tuple(padding, padding, padding, padding).map(
        ([a, b, c, d]): Pad => [
          [0, 0],
          [a, b],
          [c, d],
          [0, 0],
        ],
      ),
    );
    const cases = fc.record({
      x: fc.tuple(fc.integer({ min: 1, max: 3 }), side, side, four(3)),
      filter: fc.constantFrom(...FILTERS),
      channels: four(3),
      pad: pads,
    });
    await fc.assert(
      fc.asyncProperty(cases, async (shape) => {
        const info = infoOf(shape);
        fc.pre(info.outHeight > 0 && info.outWidth > 0);
        const expected = await byCpu(shape);
        const backend = await simd();
        for (const plan of winogradPlans(shape.filter)) {
          for (const [i, actual] of onSimd(backend, plan, shape).entries()) expectWithin(actual, expected[i]!, 2e-5);
        }
      }),
      { numRuns: 25, seed: 12 },
    );
  });

  it('agree with the direct kernels beyond one block of tiles and one stretch of channels', async () => {
    for (const shape of [
      { x: [1, 9, 7, 388], filter: [3, 3], channels: 12, pad: 'same' },
      { x: [9, 1, 81, 64], filter: [1, 5], channels: 68, pad: 'same' },
    ] satisfies Case[]) {
      const backend = await simd();
      const expected = onSimd(backend, undefined, shape);
      for (const plan of winogradPlans(shape.filter as [number, number])) {
        for (const [i, actual] of onSimd(backend, plan, shape).entries()) expectWithin(actual, expected[i]!, 2e-5);
      }
    }
  });

  it('give the same bits on 1, 2 and 8 threads, the gradient of a filter in several parts too', async () => {
    const shapes: Case[] = [
      { x: [8, 56, 5, 64], filter: [3, 3], channels: 64, pad: 'same' },
      { x: [16, 1, 81, 128], filter: [1, 5], channels: 64, pad: 'same' },
    ];
    const compute = (backend: SimdBackend) =>
      shapes.flatMap((shape) => onSimd(backend, winogradPlan(infoOf(shape), 'y')!, shape));
    const expected = compute(await simd(1));
    for (const threads of [2, 8]) {
      const backend = await simd(threads);
      for (const [i, actual] of compute(backend).entries()) {
        expect(Buffer.compare(Buffer.from(actual.buffer), Buffer.from(expected[i]!.buffer))).toBe(0);
      }
    }
  }, 60_000);
});

describe('the choice', () => {
  const plan = (x: Case['x'], filter: [number, number], channels: number, attrs: object = {}) =>
    winogradPlan(
      convInfo(x, [...filter, x[3], channels], { strides: 1, pad: 'same', dataFormat: 'NHWC', ...attrs }),
      'y',
    );

  it('transforms the convolutions of the reported networks, with tiles that fit their sides', () => {
    const tiles = (chosen: WinogradPlan | undefined) => chosen && [chosen.y.outputs, chosen.x.outputs];
    expect(tiles(plan([64, 112, 10, 32], [3, 3], 64))).toEqual([4, 5]);
    expect(tiles(plan([64, 56, 5, 64], [3, 3], 64))).toEqual([4, 5]);
    expect(tiles(plan([64, 1, 81, 256], [1, 5], 256))).toEqual([1, 4]);
    expect(plan([64, 81, 1, 256], [5, 1], 256)).toMatchObject({ swapped: true });
  });

  it('leaves few channels, few tiles, strides, dilations, other filters and odd channel counts to the direct kernels', () => {
    expect(plan([64, 224, 20, 1], [3, 3], 32)).toBeUndefined();
    expect(plan([64, 81, 20, 4], [1, 5], 4)).toBeUndefined();
    expect(plan([1, 4, 4, 64], [3, 3], 64)).toBeUndefined();
    expect(plan([64, 28, 2, 64], [3, 3], 64)).toBeUndefined();
    expect(plan([64, 3, 81, 64], [3, 3], 64)).toBeUndefined();
    expect(plan([64, 56, 5, 64], [3, 3], 64, { strides: 2 })).toBeUndefined();
    expect(plan([64, 56, 5, 64], [3, 3], 64, { dilations: 2 })).toBeUndefined();
    expect(plan([64, 56, 5, 62], [3, 3], 64)).toBeUndefined();
    expect(plan([64, 56, 5, 64], [2, 2], 64)).toBeUndefined();
    expect(plan([64, 56, 5, 64], [1, 1], 64)).toBeUndefined();
  });

  it('keeps the gradient of taps that meet only padding exactly zero in a narrow image, as Adam takes full steps for rounding', async () => {
    await simd();
    const dFilter = tf.tidy(() => {
      const x = tf.tensor4d(values([8, 28, 2, 64], 1), [8, 28, 2, 64]);
      // All of dy lies in the first column, where the first tap reads left of the image.
      const column = tf.tensor4d(values([8, 28, 1, 64], 2), [8, 28, 1, 64]);
      const dy = tf.pad(column, [
        [0, 0],
        [0, 0],
        [0, 1],
        [0, 0],
      ]) as tf.Tensor4D;
      const filter = tf.zeros([3, 3, 64, 64]) as tf.Tensor4D;
      return tf
        .grad((w: tf.Tensor) => tf.conv2d(x, w as tf.Tensor4D, 1, 'same'))(filter, dy)
        .dataSync();
    });
    const taps = [0, 1, 2].map((tap) => dFilter.filter((_, i) => Math.floor(i / 4096) % 3 === tap));
    expect(taps[0]!.every((value) => value === 0)).toBe(true);
    expect(taps[1]!.some((value) => value !== 0) && taps[2]!.some((value) => value !== 0)).toBe(true);
  });

  it('is what tf.conv2d and its gradients come to', async () => {
    const shape: Case = { x: [4, 20, 10, 32], filter: [3, 3], channels: 36, pad: 'same' };
    expect(winogradPlan(infoOf(shape), 'y')).toBeDefined();
    const backend = await simd();
    const y = (a: tf.Tensor, b: tf.Tensor) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same');
    const planned = onSimd(backend, winogradPlan(infoOf(shape), 'y'), shape);
    const actual = tf.tidy(() => {
      const [x, filter, dy, bias] = inputs(infoOf(shape)) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor1D];
      const fused = tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' });
      return [fused, ...tf.grads(y)([x, filter], dy)].map((result) => result.dataSync() as Float32Array);
    });
    expect(actual).toEqual(planned);
  });
});
