import { type Dataset, gatherRows } from '@ser/dataset';
import { freeze, replaceHead } from '@ser/models';
import { createRng } from '@ser/random';
import { classificationReport, exportWeights, fit, importWeights, predict, type Samples } from '@ser/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Row, Score, Way } from './results';

export interface Adaptation {
  readonly network: string;
  readonly build: (seed: number) => LayersModel;
  /** Epochs of the training on twelve speakers. */
  readonly epochs: number;
  readonly seed: number;
  readonly perClass: number;
  readonly log: (line: string) => void;
}

const IMAGE = [224, 20, 1];

/** Trains a network on twelve speakers, then adapts it to each of the others in every way, from the same weights. */
export async function adaptSpeakers(dataset: Dataset, adaptation: Adaptation): Promise<Row[]> {
  const { network, build, epochs, seed, perClass, log } = adaptation;
  const { train, others } = dealSpeakers(dataset, seed);
  const base = build(seed);
  const rows = indicesOf(dataset, ({ speaker = '' }) => train.includes(speaker));
  const { epochs: logs } = await fit(base, samplesOf(dataset, rows), { epochs, batchSize: 64, seed });
  log(`${network}, seed ${seed}: trained on ${rows.length} clips, ${percent(logs.at(-1)!.accuracy)} of them right`);
  const weights = await exportWeights(base);
  const result: Row[] = [];
  for (const speaker of others) {
    const { few, rest } = dealClips(dataset, speaker, { seed, perClass });
    const [given, held] = [samplesOf(dataset, few), samplesOf(dataset, rest)];
    const before = await scoreOf(base, held, dataset.labels);
    // Rates and steps were fixed beforehand, not chosen by their results.
    await fit(freeze(base), given, { epochs: 30, learningRate: 1e-3, seed });
    const head = await scoreOf(base, held, dataset.labels);
    importWeights(base, weights);

    const fresh = freeze(replaceHead(base, { classes: dataset.labels.length, seed }));
    await fit(fresh, given, { epochs: 60, learningRate: 1e-2, seed });
    const newHead = await scoreOf(fresh, held, dataset.labels);
    fresh.getLayer('logits').dispose();

    await fit(freeze(base, { layers: [] }), given, { epochs: 30, learningRate: 1e-4, seed });
    const whole = await scoreOf(base, held, dataset.labels);
    importWeights(base, weights);
    const scores: Record<Way, Score> = { before, head, newHead, whole };
    result.push({ network, seed, speaker, scores });
    const line = Object.entries(scores).map(([way, { uar }]) => `${way} ${percent(uar)}`);
    log(`${network}, seed ${seed}, speaker ${speaker}: UAR ${line.join(', ')}`);
  }
  base.dispose();
  return result;
}

/** Six women and six men to train on; odd numbers are men. */
function dealSpeakers({ rows }: Dataset, seed: number): { train: string[]; others: string[] } {
  const rng = createRng(seed).fork('speakers');
  const all = [...new Set(rows.flatMap(({ speaker }) => speaker ?? []))].sort();
  const train = [0, 1].flatMap((sex) =>
    rng
      .fork(sex)
      .shuffle(all.filter((speaker) => Number(speaker) % 2 === sex))
      .slice(0, 6),
  );
  return { train, others: all.filter((speaker) => !train.includes(speaker)) };
}

/** `perClass` clips of each class to learn from, and all others of the speaker. */
function dealClips(
  dataset: Dataset,
  speaker: string,
  { seed, perClass }: { seed: number; perClass: number },
): { few: number[]; rest: number[] } {
  const own = indicesOf(dataset, (row) => row.speaker === speaker);
  const rng = createRng(seed).fork('clips').fork(speaker);
  const few = dataset.labels.flatMap((label, at) => {
    const clips = own.filter((index) => dataset.y[index] === at);
    return rng.fork(label).shuffle(clips).slice(0, perClass);
  });
  return { few, rest: own.filter((index) => !few.includes(index)) };
}

function indicesOf({ rows }: Dataset, wanted: (row: Dataset['rows'][number]) => boolean): number[] {
  return rows.flatMap((row, index) => (wanted(row) ? [index] : []));
}

function samplesOf({ x, y, labels }: Dataset, rows: readonly number[]): Samples {
  return {
    x: gatherRows(x, 224 * 20, rows),
    y: Int32Array.from(rows, (row) => y[row]!),
    shape: IMAGE,
    classes: labels.length,
  };
}

async function scoreOf(
  model: LayersModel,
  { x, y, shape, classes }: Samples,
  labels: readonly string[],
): Promise<Score> {
  const probabilities = await predict(model, x, shape);
  const predicted = Int32Array.from(y, (_, row) => {
    const ofRow = probabilities.subarray(row * classes, (row + 1) * classes);
    return ofRow.indexOf(Math.max(...ofRow));
  });
  const { accuracy, uar } = classificationReport(y, predicted, labels);
  return { accuracy, uar };
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(1)} %`;
