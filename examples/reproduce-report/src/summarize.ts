import {
  bootstrapInterval,
  classificationReport,
  confusionMatrix,
  pairedPermutationTest,
  scoresOf,
  summarizeScores,
} from '@ser/train';
import { type Cell, type Study, shownName, type TestRows } from './cell';
import { ReproduceError } from './errors';
import { profiles } from './profiles';
import { reportedNetworks, titleOf } from './reported';
import type { NetworkResult, NetworkSummary, OverSpeakers, Results, Spread, TwinResult } from './results';
import { augmentations } from './twin/augmentations';
import { protocols } from './twin/protocols';

/**
 * Every number of the report from finished trainings, in whatever order they come and wherever they were made.
 *
 * @throws {ReproduceError} `NOTHING_ASKED` for no cell; `CANNOT_MERGE` for two trainings of one name that differ in recipe,
 * or for cells of different corpora
 */
export function summarize(given: readonly Cell[]): Results {
  if (given.length === 0)
    throw new ReproduceError('NOTHING_ASKED', 'there is no finished training to make a report of');
  const cells = [...given].sort(inOrder);
  checkTogether(cells);
  const networks = cells.filter(({ study }) => study === 'report').map(networkResult);
  const names = new Set(cells.map(({ profile }) => profile));
  return {
    $schema: './results.schema.json',
    corpus: corpusOf(cells),
    profiles: Object.values(profiles).flatMap(({ name, summary }) => (names.has(name) ? [{ name, summary }] : [])),
    machines: distinct(cells.map(({ machine }) => machine)),
    commands: cells.map(({ command }) => command),
    ...customOf(cells),
    summary: groups(cells.filter(({ study }) => study === 'report')).map(networkSummary),
    networks,
    twin: [...twin(cells, 'twin'), ...twin(cells, 'ablation')],
  };
}

const networkOrder = reportedNetworks.flatMap(({ name }) => [name, `${name}Plateau`]);
const studyOrder: readonly Study[] = ['report', 'twin', 'ablation'];

/** In the report's order of networks, then from the leakiest protocol to the strictest, then by augmentation, seed and fold. */
export function inOrder(a: Cell, b: Cell): number {
  const places = ({ study, network, protocol, augmentation, seed, fold }: Cell) => [
    studyOrder.indexOf(study),
    networkOrder.indexOf(network),
    protocols.findIndex(({ name }) => name === protocol),
    augmentations.findIndex(({ name }) => name === augmentation),
    seed,
    fold,
  ];
  const [left, right] = [places(a), places(b)];
  const at = left.findIndex((place, index) => place !== right[index]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}

function checkTogether(cells: readonly Cell[]): void {
  const corpora = distinct(cells.map(({ corpus: { name, clips, synthetic } }) => ({ name, clips, synthetic })));
  if (corpora.length > 1) {
    const shown = corpora.map(({ name, clips }) => `${name} (${clips} clips)`).join(' and ');
    throw new ReproduceError('CANNOT_MERGE', `these results are of ${shown}; give those of one corpus`);
  }
  const rows = cells.filter(({ features }) => features === 'report162');
  const augments = distinct(rows.map(({ augment = null }) => augment));
  if (augments.length > 1) {
    const shown = augments.map((augment) =>
      augment === null ? 'without --augment' : `with ${JSON.stringify(augment)}`,
    );
    throw new ReproduceError('CANNOT_MERGE', `these results are ${shown.join(' and ')}; give those of one kind`);
  }
  const seen = new Map<string, Cell>();
  for (const cell of cells) {
    const name = `${cell.study} ${shownName(cell)}`;
    const other = seen.get(name);
    if (other !== undefined) {
      throw new ReproduceError(
        'CANNOT_MERGE',
        `two results are called ${name}: one of profile "${other.profile}", ${JSON.stringify(other.recipe)}, one of profile "${cell.profile}", ${JSON.stringify(cell.recipe)}; leave one out`,
      );
    }
    seen.set(name, cell);
  }
}

/** Each run names the clips that it could not use; one that used only the 2-D images knows of fewer. */
function corpusOf(cells: readonly Cell[]): Results['corpus'] {
  return { ...cells[0]!.corpus, failed: distinct(cells.flatMap(({ corpus }) => corpus.failed)) };
}

/** The user's augmentation; the 2-D CNNs know of none. */
function customOf(cells: readonly Cell[]): Pick<Results, 'augment'> {
  const augment = cells.find((cell) => cell.augment !== undefined)?.augment;
  return augment === undefined ? {} : { augment };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Cells that differ in seed and fold only, in their order. */
function groups(cells: readonly Cell[]): Cell[][] {
  const found = new Map<string, Cell[]>();
  for (const cell of cells) {
    const name = JSON.stringify([cell.network, cell.protocol, cell.augmentation]);
    found.set(name, [...(found.get(name) ?? []), cell]);
  }
  return [...found.values()];
}

function networkResult(cell: Cell): NetworkResult {
  const { network: name, seed, parameters, labels, leaks, epochs, stageStarts, test } = cell;
  const classification = classificationReport(test.actual, test.predicted, labels);
  const accuracies = epochs.map(({ valAccuracy }) => valAccuracy ?? 0);
  const bestAccuracy = Math.max(...accuracies);
  return {
    name,
    seed,
    parameters,
    labels,
    trainRows: cell.train.rows,
    testRows: test.clips.length,
    leaks,
    epochs,
    stageStarts,
    accuracy: classification.accuracy,
    bestAccuracy,
    bestEpoch: accuracies.indexOf(bestAccuracy) + 1,
    afterStages: stageStarts.map((_, stage) => accuracies[(stageStarts[stage + 1] ?? epochs.length) - 1]!),
    classification,
    confusion: confusionMatrix(test.actual, test.predicted, labels.length),
    // Of the epochs, whoever trained them: an earlier run may have been stopped.
    seconds: epochs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function networkSummary(cells: readonly Cell[]): NetworkSummary {
  const runs = cells.map(networkResult);
  const { name, parameters } = runs[0]!;
  const reported = reportedNetworks.find((network) => network.name === name);
  const over = (figure: (run: NetworkResult) => number) => spread(runs.map(figure));
  const stages = Math.min(...runs.map(({ afterStages }) => afterStages.length));
  return {
    name,
    title: titleOf(name),
    parameters,
    ...(reported === undefined ? {} : { reported: reported.accuracy }),
    ...(reported?.bestAccuracy === undefined ? {} : { reportedBest: reported.bestAccuracy }),
    seeds: runs.map(({ seed }) => seed),
    accuracy: over(({ accuracy }) => accuracy),
    bestAccuracy: over(({ bestAccuracy }) => bestAccuracy),
    afterStages: Array.from({ length: stages }, (_, stage) => over(({ afterStages }) => afterStages[stage]!)),
    uar: over(({ classification }) => classification.uar),
    ...overSpeakers(cells),
    epochs: over(({ epochs }) => epochs.length),
    seconds: over(({ seconds }) => seconds),
  };
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function twin(cells: readonly Cell[], study: Study): TwinResult[] {
  const found = groups(cells.filter((cell) => cell.study === study));
  return found.map((group) => {
    const { network, protocol, augmentation } = group[0]!;
    const none = found.find(
      ([cell]) => cell!.network === network && cell!.protocol === protocol && cell!.augmentation === 'none',
    );
    return {
      ...twinResult(group),
      ...(none === undefined || augmentation === 'none' ? {} : against(group, none)),
    };
  });
}

function twinResult(cells: readonly Cell[]): TwinResult {
  const { network, protocol, augmentation, labels, folds: of, epochs } = cells[0]!;
  const scored = cells.map((cell) => {
    const confusion = confusionMatrix(cell.test.actual, cell.test.predicted, labels.length);
    const [trainRows, testRows] = [cell.train.rows, cell.test.clips.length];
    return { cell, confusion, scores: scoresOf(confusion), trainRows, testRows };
  });
  const { accuracy, uar } = summarizeScores(scored);
  const confusion = labels.map((_, r) =>
    labels.map((_label, c) => scored.reduce((sum, { confusion: one }) => sum + one[r]![c]!, 0)),
  );
  const pooled = scoresOf(confusion);
  return {
    network,
    protocol,
    title: protocols.find(({ name }) => name === protocol)!.title,
    ...(augmentation === undefined ? {} : { augmentation }),
    epochs: epochs.length,
    labels,
    of,
    folds: scored.map(({ cell, scores, trainRows, testRows }) => ({
      fold: cell.fold,
      name: cell.foldName,
      seed: cell.seed,
      trainRows,
      testRows,
      accuracy: scores.accuracy,
      uar: scores.uar,
      leaks: cell.leaks.verdict,
    })),
    accuracy,
    uar,
    pooled: { accuracy: pooled.accuracy, uar: pooled.uar },
    ...overSpeakers(cells),
    confusion,
  };
}

/** How much the first seed's accuracy would vary with other speakers. */
function overSpeakers(cells: readonly Cell[]): { overSpeakers?: OverSpeakers } {
  const { actual, predicted, speakers } = together(cells.filter(({ seed }) => seed === cells[0]!.seed));
  if (new Set(speakers).size < 2) return {};
  const share = (rows: Uint32Array) => rows.filter((row) => actual[row] === predicted[row]).length / rows.length;
  const { low, high, clusters } = bootstrapInterval({ clusters: speakers, statistic: share });
  return { overSpeakers: { low, high, speakers: clusters } };
}

/** The difference that the augmentation makes, on the folds and seeds that both have. */
function against(cells: readonly Cell[], none: readonly Cell[]): Pick<TwinResult, 'againstNone'> {
  const pairs = cells.flatMap((cell) => {
    const other = none.find(({ fold, seed }) => fold === cell.fold && seed === cell.seed);
    return other === undefined ? [] : [[cell, other] as const];
  });
  const a = together(pairs.map(([cell]) => cell));
  const b = together(pairs.map(([, other]) => other));
  if (new Set(a.speakers).size < 2) return {};
  const { difference, pValue } = pairedPermutationTest({
    yTrue: a.actual,
    a: a.predicted,
    b: b.predicted,
    classes: cells[0]!.labels.length,
    clusters: a.speakers,
    metric: 'accuracy',
  });
  return { againstNone: { difference, pValue } };
}

/** The test rows of several cells one after another. */
function together(cells: readonly Cell[]): Pick<TestRows, 'actual' | 'predicted' | 'speakers'> {
  return {
    actual: cells.flatMap(({ test }) => test.actual),
    predicted: cells.flatMap(({ test }) => test.predicted),
    speakers: cells.flatMap(({ test }) => test.speakers),
  };
}
