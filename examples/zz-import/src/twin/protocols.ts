import type { DatasetRow } from '@ser/dataset';
import { groupSplit, type NamedFold, protocolFolds, randomSplit, speakerFolds } from '@ser/train';

export type ProtocolName = 'report' | 'utterance' | 'speaker' | 'text';

/** A way to decide what is trained on and what is tested. */
export interface Protocol {
  readonly name: ProtocolName;
  readonly title: string;
  /** Folds of rows that may be several versions of a clip. */
  folds(rows: readonly DatasetRow[]): readonly NamedFold[];
}

/** From the report's protocol to those that let less through, in this order. */
export const protocols: readonly Protocol[] = [
  {
    name: 'report',
    title: "the report's: rows drawn at random, augmented ones too",
    folds: (rows) => [{ name: 'random rows', ...randomSplit(rows.length, { seed: 6 }) }],
  },
  {
    name: 'utterance',
    title: 'clips apart: augmented rows in training only',
    folds: (rows) => [
      { name: 'random clips', ...originalsTested(rows, groupSplit(rows, { group: ({ clipId }) => clipId, seed: 6 })) },
    ],
  },
  {
    name: 'speaker',
    title: 'speakers apart: each tested by a network that never heard them',
    folds: (rows) => speakersApart(rows).map(({ name, ...split }) => ({ name, ...originalsTested(rows, split) })),
  },
  {
    name: 'text',
    title: 'sentences apart: trained on one, tested on the other',
    folds: (rows) =>
      protocolFolds('textIndependent', rows).map(({ name, ...split }) => ({ name, ...originalsTested(rows, split) })),
  },
];

/** The published folds where all 24 actors are there; otherwise (a synthetic corpus) as many of its few speakers at a time. */
function speakersApart(rows: readonly DatasetRow[]): readonly NamedFold[] {
  const speakers = new Set(rows.map(({ speaker }) => speaker)).size;
  if (speakers === 24) return protocolFolds('emobox6', rows);
  return speakerFolds(rows as readonly (DatasetRow & { speaker: string })[], { folds: Math.min(3, speakers) }).map(
    ({ testSpeakers, ...split }) => ({ name: `speakers ${testSpeakers.join(', ')}`, ...split }),
  );
}

/** Augmented rows are trained on, never tested. */
function originalsTested(rows: readonly DatasetRow[], { train, test }: Pick<NamedFold, 'train' | 'test'>) {
  return { train, test: test.filter((row) => rows[row]!.version === 'original') };
}
