import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { useSimdBackend } from '../src';
import { type Cell, cellSizes, composed, fused, fusedGrad, values } from './support/recurrentReference';

interface Case {
  readonly cell: Cell;
  readonly batch: number;
  readonly time: number;
  readonly d: number;
  readonly u: number;
  readonly directions: 1 | 2;
  readonly goBackwards: boolean;
  readonly lastOnly: boolean;
}

async function withThreads(threads: number): Promise<void> {
  if (tf.findBackend('simd')) tf.removeBackend('simd');
  await useSimdBackend({ threads });
}

function makeWeights({ cell, d, u, directions }: Case): tf.Tensor[] {
  const { gates, bias } = cellSizes(cell, u);
  return Array.from({ length: directions }, (_, i) => [
    values([d, gates * u], 10 * i + 2),
    values([u, gates * u], 10 * i + 3, 0.5),
    values(bias, 10 * i + 4),
  ]).flat();
}

/** The output that the gradient is taken of: all steps, or each direction's last. */
function reference(c: Case, x: tf.Tensor, weights: tf.Tensor[]): tf.Tensor {
  const outputs: tf.Tensor[] = [];
  for (let i = 0; i < c.directions; i++) {
    const backwards = c.goBackwards !== (i === 1);
    const h = composed(c.cell, backwards, x, weights.slice(3 * i, 3 * i + 3));
    const last = tf.slice(h, [0, backwards ? 0 : c.time - 1, 0], [c.batch, 1, c.u]);
    outputs.push(c.lastOnly ? tf.reshape(last, [c.batch, c.u]) : h);
  }
  return tf.concat(outputs, -1);
}

const peak = (data: ArrayLike<number>) => Array.from(data).reduce((most, v) => Math.max(most, Math.abs(v)), 1e-6);
const data = (tensors: tf.Tensor[]) => tensors.map((tensor) => tensor.dataSync() as Float32Array);

/** Output and gradients of the plain operations on the CPU backend. */
function onCpu(c: Case): { h: Float32Array; gradients: Float32Array[]; shapes: number[][] } {
  tf.setBackend('cpu');
  return tf.tidy(() => {
    const x = values([c.batch, c.time, c.d], 1);
    const weights = makeWeights(c);
    const dy = values(c.lastOnly ? [c.batch, c.directions * c.u] : [c.batch, c.time, c.directions * c.u], 5);
    const h = reference({ ...c, lastOnly: false }, x, weights);
    const gradients = tf.grads((...xs: tf.Tensor[]) => reference(c, xs[0]!, xs.slice(1)))([x, ...weights], dy);
    return { h: h.dataSync() as Float32Array, gradients: data(gradients), shapes: gradients.map((g) => g.shape) };
  });
}

function onSimd(c: Case): { h: Float32Array; gradients: Float32Array[]; shapes: number[][] } {
  tf.setBackend('simd');
  return tf.tidy(() => {
    const x = values([c.batch, c.time, c.d], 1);
    const weights = makeWeights(c);
    const dy = values(c.lastOnly ? [c.batch, c.directions * c.u] : [c.batch, c.time, c.directions * c.u], 5);
    const saved = fused(c.cell, x, weights, { goBackwards: c.goBackwards });
    const gradients = fusedGrad(c.cell, dy, x, weights, saved, { goBackwards: c.goBackwards });
    return {
      h: saved[0]!.dataSync() as Float32Array,
      gradients: data(gradients),
      shapes: gradients.map((g) => g.shape),
    };
  });
}

function expectSame(c: Case): void {
  const expected = onCpu(c);
  const actual = onSimd(c);
  expectAllClose(actual.h, expected.h, { atol: 1e-5, why: `hidden states of ${JSON.stringify(c)}` });
  expect(actual.shapes).toEqual(expected.shapes);
  expected.gradients.forEach((gradient, i) => {
    expectAllClose(actual.gradients[i]!, gradient, {
      atol: 1e-5 * peak(gradient),
      why: `gradient ${i} (x, kernel, recurrentKernel, bias, ...) of ${JSON.stringify(c)}`,
    });
  });
}

const CELLS: readonly Cell[] = ['lstm', 'gruAfter', 'gruBefore'];

beforeAll(() => withThreads(2));

describe.each(CELLS)('%s', (cell) => {
  const base = { cell, directions: 1, goBackwards: false, lastOnly: false } as const;

  it('agrees with plain operations on the CPU backend for any shape, direction and output', () => {
    fc.assert(
      fc.property(
        fc.record({
          cell: fc.constant(cell),
          batch: fc.integer({ min: 1, max: 17 }),
          time: fc.integer({ min: 1, max: 7 }),
          d: fc.integer({ min: 1, max: 18 }),
          u: fc.integer({ min: 1, max: 19 }),
          directions: fc.constantFrom<1 | 2>(1, 2),
          goBackwards: fc.boolean(),
          lastOnly: fc.boolean(),
        }),
        expectSame,
      ),
      { numRuns: 25, seed: 11 },
    );
  }, 120_000);

  it('sums over several blocks of steps and several groups of a job', () => {
    expectSame({ ...base, batch: 3, time: 41, d: 3, u: 8 });
    expectSame({ ...base, batch: 150, time: 3, d: 2, u: 5, directions: 2 });
  });

  it('leaves out the gradient of the input when it is not needed, and takes empty batches', () => {
    tf.tidy(() => {
      const c: Case = { ...base, batch: 2, time: 3, d: 4, u: 5 };
      const x = values([2, 3, 4], 1);
      const weights = makeWeights(c);
      const dy = values([2, 3, 5], 5);
      const saved = fused(cell, x, weights, {});
      const all = data(fusedGrad(cell, dy, x, weights, saved, {}));
      expect(data(fusedGrad(cell, dy, x, weights, saved, { needsInputGradient: false }))).toEqual(all.slice(1));
      const none = tf.zeros([0, 3, 4]);
      const nothing = fused(cell, none, weights, {});
      expect(nothing[0]!.shape).toEqual([0, 3, 5]);
      const zeros = fusedGrad(cell, tf.zeros([0, 3, 5]), none, weights, nothing, {});
      expect(zeros.map((t) => t.shape)).toEqual([[0, 3, 4], ...weights.map((w) => w.shape)]);
      for (const values of data(zeros)) expect(values.every((value) => value === 0)).toBe(true);
    });
  });

  it('has the gradients that finite differences give', () => {
    tf.setBackend('simd');
    tf.tidy(() => {
      const c: Case = { ...base, batch: 2, time: 4, d: 3, u: 5, directions: 2 };
      const tensors = [values([c.batch, c.time, c.d], 1), ...makeWeights(c)];
      const dy = values([c.batch, c.time, 2 * c.u], 5);
      // The sum in float64, since differences of float32 sums are noise.
      const loss = (xs: tf.Tensor[]) => {
        const h = fused(cell, xs[0]!, xs.slice(1), {})[0]!.dataSync();
        return (dy.dataSync() as Float32Array).reduce((sum, value, i) => sum + value * h[i]!, 0);
      };
      const saved = fused(cell, tensors[0]!, tensors.slice(1), {});
      const gradients = data(fusedGrad(cell, dy, tensors[0]!, tensors.slice(1), saved, {}));
      const step = 1 / 64;
      tensors.forEach((tensor, which) => {
        const at = tensor.dataSync() as Float32Array;
        for (let i = 0; i < at.length; i += 7) {
          const [up, down] = [step, -step].map((delta) => {
            const moved = at.slice();
            moved[i]! += delta;
            return loss(tensors.map((t, j) => (j === which ? tf.tensor(moved, tensor.shape) : t)));
          });
          // Central differences err by step^2 / 6 times the third derivative.
          const difference = (up! - down!) / (2 * step);
          expect(Math.abs(difference - gradients[which]![i]!)).toBeLessThan(2e-3 * peak(gradients[which]!));
        }
      });
    });
  });
});

it('gives the same bits on 1, 2 and 8 threads', async () => {
  const results: Float32Array[][] = [];
  for (const threads of [1, 2, 8]) {
    await withThreads(threads);
    results.push(
      CELLS.flatMap((cell) => {
        const c: Case = { cell, batch: 140, time: 20, d: 9, u: 20, directions: 2, goBackwards: false, lastOnly: false };
        const { h, gradients } = onSimd(c);
        return [h, ...gradients];
      }),
    );
  }
  for (const other of results.slice(1)) {
    other.forEach((array, i) => {
      expect(Buffer.compare(Buffer.from(array.buffer), Buffer.from(results[0]![i]!.buffer))).toBe(0);
    });
  }
});

it('refuses inputs that do not fit', () => {
  tf.tidy(() => {
    const x = values([2, 3, 4], 1);
    const gru = { x, kernel: values([4, 6], 2), recurrentKernel: values([2, 6], 3), bias: values([6], 4) };
    expect(() => tf.engine().runKernel('FusedGru', gru)).toThrow(/FusedGru: expected .*bias \[2, 3u\].*float32\[6\]/);
    expect(() => tf.engine().runKernel('FusedGru', { ...gru, backwardKernel: values([3, 6], 2) })).toThrow(/nothing/);
    const [h, gates] = tf.engine().runKernel('FusedGru', gru, { resetAfter: false }) as tf.Tensor[];
    const inputs = { ...gru, h: h!, gates: gates!, dy: tf.zeros([2, 3, 3]) };
    expect(() => tf.engine().runKernel('FusedGruGrad', inputs, { resetAfter: false })).toThrow(
      /expected float32 dy \[2, 3, 2\] or \[2, 2\]; received float32\[2,3,3\]/,
    );
  });
});

/** tools/golden/recurrent.py: results of Keras 3, whose inputs are sines of their index. */
interface Golden {
  readonly batch: number;
  readonly time: number;
  readonly d: number;
  readonly u: number;
  readonly runs: { cell: Cell; directions: 1 | 2; weightShapes: number[][]; h: number[]; gradients: number[][] }[];
}
const golden: Golden = JSON.parse(readFileSync(join(__dirname, 'golden', 'recurrent.json'), 'utf8'));

function sines(shape: number[], key: number, scale: number): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => scale * Math.sin(1.7 * i + key)),
    shape,
  );
}

it.each(golden.runs)('gives the outputs and gradients of Keras 3: $cell, directions: $directions', (run) => {
  tf.setBackend('simd');
  tf.tidy(() => {
    const { batch, time, d, u } = golden;
    const x = sines([batch, time, d], 1, 1);
    const weights = run.weightShapes.map((shape, i) => sines(shape, 10 + i, 0.6));
    const dy = sines([batch, time, run.directions * u], 2, 1);
    const saved = fused(run.cell, x, weights, {});
    const gradients = data(fusedGrad(run.cell, dy, x, weights, saved, {}));
    expectAllClose(saved[0]!.dataSync(), run.h, { atol: 1e-5, why: "Keras' hidden states" });
    run.gradients.forEach((gradient, i) => {
      expectAllClose(gradients[i]!, gradient, { atol: 1e-5 * peak(gradient), why: `Keras' gradient ${i}` });
    });
  });
});
