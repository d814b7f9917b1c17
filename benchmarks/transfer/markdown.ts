import { type Results, type Row, type Score, type Way, ways } from './results';

const percent = (fraction: number) => (100 * fraction).toFixed(1);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample; 0 for one value. */
function deviation(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}

/** Mean over all speakers, and how much the means of the seeds differ. */
function overSeeds(rows: readonly Row[], seeds: readonly number[], value: (row: Row) => number): string {
  const bySeed = seeds.map((seed) => mean(rows.filter((row) => row.seed === seed).map(value)));
  return `${percent(mean(bySeed))} ± ${percent(deviation(bySeed))}`;
}

/** A change of the UAR against `before`: each speaker's mean over the seeds, so that a speaker counts once. */
interface Change {
  readonly mean: number;
  /** Half of the 95 % interval over speakers. */
  readonly margin: number;
  readonly better: number;
  readonly worse: number;
}

function changeOf(rows: readonly Row[], way: Way): Change {
  const speakers = [...new Set(rows.map(({ speaker }) => speaker))];
  const changes = speakers.map((speaker) =>
    mean(rows.filter((row) => row.speaker === speaker).map(({ scores }) => scores[way].uar - scores.before.uar)),
  );
  return {
    mean: mean(changes),
    margin: (1.96 * deviation(changes)) / Math.sqrt(changes.length),
    better: changes.filter((change) => change > 0).length,
    worse: changes.filter((change) => change < 0).length,
  };
}

function verdict(network: string, rows: readonly Row[]): string {
  const { mean: change, margin } = changeOf(rows, 'head');
  const points = `${change < 0 ? '' : '+'}${percent(change)} ± ${percent(margin)} points of UAR`;
  if (change - margin > 0) return `retraining the head of \`${network}\` helps (${points})`;
  if (change + margin < 0) return `retraining the head of \`${network}\` does harm (${points})`;
  return `retraining the head of \`${network}\` makes no difference that this run could tell (${points})`;
}

/** The whole run as Markdown: conditions, table, what it says. */
export function transferMarkdown(results: Results): string {
  const { seeds, perClass, epochs, rows } = results;
  const networks = Object.keys(epochs);
  const lines = networks.flatMap((network) => {
    const own = rows.filter((row) => row.network === network);
    return (Object.keys(ways) as Way[]).map((way) => {
      const figure = (name: keyof Score) => overSeeds(own, seeds, ({ scores }) => scores[way][name]);
      const { mean: change, margin, better, worse } = changeOf(own, way);
      const compared =
        way === 'before'
          ? ['', '']
          : [`${change < 0 ? '' : '+'}${percent(change)} ± ${percent(margin)}`, `${better} / ${worse}`];
      return `| \`${network}\`, ${ways[way]} | ${figure('accuracy')} | ${figure('uar')} | ${compared.join(' | ')} |`;
    });
  });
  const trained = networks.map((network) => `\`${network}\` ${epochs[network]} epochs`).join(', ');
  return [
    `RAVDESS, eight classes, the report's MFCC images, ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}, each with another twelve training speakers (six women, six men; ${trained}). ` +
      `Each of the other twelve gives ${perClass} clips a class and is tested on the rest, the same clips in every line. ${results.machine}; ${results.versions}; ${results.date}.`,
    [
      '| % | accuracy | UAR | change of UAR, 95 % over speakers | speakers better / worse |',
      '|---|---|---|---|---|',
      ...lines,
    ].join('\n'),
    `± after accuracy and UAR: standard deviation of the seeds' means. A speaker says the same two sentences in every class, so the clips learned from lie close to those tested. What this run says: ${networks
      .map((network) =>
        verdict(
          network,
          rows.filter((row) => row.network === network),
        ),
      )
      .join('; ')}.`,
  ].join('\n\n');
}
