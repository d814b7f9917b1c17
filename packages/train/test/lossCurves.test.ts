import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useSimdBackend } from '@ser/backend-simd';
import * as tf from '@tensorflow/tfjs-core';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type BatchAugmentation, cosineDecay, ema, evaluate, type FitOptions, fit } from '../src';
import { CLASSES, type DrawnNetwork, drawnModel, drawnNetworks, drawnRows } from './support/drawnNetworks';

interface Run {
  readonly network: DrawnNetwork;
  readonly variant: keyof ReturnType<typeof variants>;
  /** Of each step, before its update. */
  readonly losses: readonly number[];
  /** Loss on rows that were held out, after all steps. */
  readonly held: number;
}
const runs: Run[] = JSON.parse(readFileSync(join(__dirname, 'golden', 'lossCurves.json'), 'utf8'));

// As in tools/golden/lossCurves.py.
const BATCH = 12;
const BATCHES = 4;
const EPOCHS = 5;
const HELD = 18;
const rates = { cnn2d: 0.01, lstm: 0.02, cnnLstm: 0.002 };
const SMOOTHING = 0.3;
const classWeights = [0.5, 2, 1.25];

/** Keras' options in our words. */
const variants = (rate: number) =>
  ({
    adam: {},
    adamW: { optimizer: { weightDecay: 0.5 } },
    clipNorm: { optimizer: { clipNorm: 0.02 } },
    globalClipNorm: { optimizer: { globalClipNorm: 0.05 } },
    clipValue: { optimizer: { clipValue: 0.004 } },
    classWeights: { classWeights },
    softLabels: {},
    cosineDecay: { learningRate: cosineDecay({ initialLearningRate: 2 * rate, decaySteps: 16, alpha: 0.1 }) },
    ema: { weightAveraging: ema({ momentum: 0.9 }) },
    everything: {
      optimizer: { weightDecay: 0.1, globalClipNorm: 0.1 },
      weightAveraging: ema({ momentum: 0.8 }),
      classWeights,
    },
  }) satisfies Record<string, Partial<FitOptions>>;

/** Puts Keras' batches in the place of those that `fit` shuffled together, with a share of each label for all classes. */
function batchesInTurn(network: DrawnNetwork, smoothing: number): BatchAugmentation {
  const { x, y } = drawnRows(network, BATCH * BATCHES, 1);
  const size = x.length / y.length;
  let step = 0;
  return (batch) => {
    const from = (step++ % BATCHES) * BATCH;
    const labels = y.slice(from, from + BATCH);
    const shares = Float32Array.from({ length: BATCH * CLASSES }, (_, i) => {
      return (labels[Math.floor(i / CLASSES)] === i % CLASSES ? 1 - smoothing : 0) + smoothing / CLASSES;
    });
    return {
      ...batch,
      x: x.slice(from * size, (from + BATCH) * size),
      labels: smoothing > 0 ? shares : labels,
    };
  };
}

async function train({ network, variant }: Run): Promise<Pick<Run, 'losses' | 'held'>> {
  const model = drawnModel(network);
  const losses: number[] = [];
  await fit(model, drawnRows(network, BATCH * BATCHES, 1), {
    epochs: EPOCHS,
    batchSize: BATCH,
    learningRate: rates[network],
    augment: batchesInTurn(network, variant === 'softLabels' ? SMOOTHING : 0),
    callbacks: [
      {
        // The log has the mean of the epoch so far.
        onBatchEnd: (batch, { loss }) => {
          const before = losses.slice(losses.length - batch).reduce((sum, one) => sum + one, 0);
          losses.push(loss * (batch + 1) - before);
        },
      },
    ],
    ...variants(rates[network])[variant],
  });
  const { loss: held } = await evaluate(model, drawnRows(network, HELD, 2));
  model.dispose();
  return { losses, held };
}

describe('fit loses what Keras loses, step by step', () => {
  it('under every option that was recorded', () => {
    const names = Object.keys(variants(1));
    expect(new Set(runs.map(({ variant }) => variant))).toEqual(new Set(names));
    expect(runs).toHaveLength(names.length * Object.keys(drawnNetworks).length);
  });

  describe.each(['simd', 'cpu'])('on the backend %s', (backend) => {
    beforeAll(async () => {
      if (backend === 'simd') await useSimdBackend({ threads: 1 });
      else await tf.setBackend(backend);
    });

    // Convolutions take the CPU backend long; what composes a step without our kernels is the same for all networks.
    const chosen = runs.filter(({ network }) => backend === 'simd' || network === 'lstm');
    it.each(chosen.map((run) => [run.network, run.variant, run] as const))(
      '%s, %s',
      async (_network, _variant, run) => {
        const { losses, held } = await train(run);
        const close = { rtol: 1e-4, why: 'float32 over 20 steps' };
        expectAllClose(losses, run.losses, close);
        expectAllClose([held], [run.held], close);
      },
    );
  });
});
