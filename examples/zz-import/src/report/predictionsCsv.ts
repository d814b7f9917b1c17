import type { Cell } from '../cell';

/** `predictions.csv`: one line a training and test row, a column for each label's probability. */
export function predictionsCsv(cells: readonly Cell[]): string {
  const labels = [...new Set(cells.flatMap((cell) => cell.labels))].sort();
  const head = [
    ...['study', 'network', 'protocol', 'augmentation', 'fold', 'seed'],
    ...['clip', 'version', 'speaker', 'actual', 'predicted'],
    ...labels.map((label) => `p_${label}`),
  ];
  const lines = cells.flatMap(({ study, network, protocol, augmentation = 'all', fold, seed, labels: known, test }) =>
    test.clips.map((clip, at) => {
      const row = [clip, test.versions[at], test.speakers[at], known[test.actual[at]!], known[test.predicted[at]!]];
      // A label that the network does not know has no probability.
      const probabilities = labels.map((label) => test.probabilities[at]![known.indexOf(label)] ?? '');
      return [study, network, protocol, augmentation, fold, seed, ...row, ...probabilities].join(',');
    }),
  );
  return `${[head.join(','), ...lines].join('\n')}\n`;
}
