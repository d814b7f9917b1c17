import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportMfccFeatures, StandardScaler } from '@ser/features';
import { randomSplit, type Samples, splitAfterAugmentation } from '@ser/train';
import { augmentedRows } from '../../examples/reproduce-report/src/augmentedRows';
import type { Experiment } from '../../examples/reproduce-report/src/experiment';
import { mfccImages } from '../../examples/reproduce-report/src/mfccImages';
import { samplesOf } from '../../examples/reproduce-report/src/trainOnce';
import type { NetworkName } from './tasks';

/** What the pipeline trains a network on, and what it tests it on. */
export interface TrainAndTest {
  readonly train: Samples;
  readonly test: Samples;
}

/** Rows of both parts. */
export interface RowCounts {
  readonly train: number;
  readonly test: number;
}

const parts = ['train', 'test'] as const;

/** The arrays of a network, made by the stages of examples/reproduce-report. */
async function pipelineSamples(network: NetworkName, experiment: Experiment): Promise<TrainAndTest> {
  if (network === 'cnn4' || network === 'cnn4Scaled') {
    return samplesOf({
      ...(await images(experiment, network === 'cnn4Scaled')),
      inputShape: [224, 20, 1],
      scaled: false,
    });
  }
  const dataset = await experiment.once(augmentedRows);
  const split = splitAfterAugmentation(dataset.rows, { trainFraction: 0.75, seed: 6 });
  return samplesOf({ dataset, split, inputShape: [162, 1], scaled: true });
}

/** The MFCC images as examples/reproduce-report/src/cnn2d.ts takes and splits them; or each coefficient scaled. */
async function images(experiment: Experiment, scaled: boolean) {
  const dataset = await experiment.once(mfccImages);
  const split = randomSplit(dataset.rows.length, { trainFraction: 0.75, seed: 6 });
  if (!scaled) return { dataset, split };
  const cols = reportMfccFeatures.columns.length;
  const matrix = { data: dataset.x, rows: dataset.x.length / cols, cols };
  return { dataset: { ...dataset, x: new StandardScaler().fitTransform(matrix).data }, split };
}

/**
 * Lays down a network's arrays for both sides to read: `NETWORK.json` (shape, classes), and for the parts `train` and
 * `test` little-endian `NETWORK.PART.x` (float32) and `NETWORK.PART.y` (int32).
 *
 * @param limits - at most this many rows; the splits are shuffled, so the first ones are as good as any
 */
export async function writeArrays(
  network: NetworkName,
  experiment: Experiment,
  folder: string,
  limits: RowCounts,
): Promise<RowCounts> {
  const samples = await pipelineSamples(network, experiment);
  const { shape, classes } = samples.train;
  writeFileSync(join(folder, `${network}.json`), JSON.stringify({ shape, classes }));
  const counts = parts.map((part) => {
    const { x, y } = samples[part];
    const rows = Math.min(limits[part], y.length);
    writeFileSync(join(folder, `${network}.${part}.x`), bytesOf(x.subarray(0, (x.length / y.length) * rows)));
    writeFileSync(join(folder, `${network}.${part}.y`), bytesOf(y.subarray(0, rows)));
    return rows;
  });
  return { train: counts[0]!, test: counts[1]! };
}

/** Reads what {@link writeArrays} wrote. */
export function readArrays(network: NetworkName, folder: string): TrainAndTest {
  const about = JSON.parse(readFileSync(join(folder, `${network}.json`), 'utf8')) as {
    shape: number[];
    classes: number;
  };
  const [train, test] = parts.map((part): Samples => {
    const [x, y] = ['x', 'y'].map((name) => readFileSync(join(folder, `${network}.${part}.${name}`)));
    // A copy, so that the values start at a multiple of four bytes.
    return { x: new Float32Array(new Uint8Array(x!).buffer), y: new Int32Array(new Uint8Array(y!).buffer), ...about };
  });
  return { train: train!, test: test! };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
