import { cases, type PeerName } from './cases';
import { REAL_TIME_FACTOR, type SpeedGoal, speedGoals } from './goals';
import type { FeatureResults, Measured, Row, Spread } from './results';

const shortNames: Record<PeerName, string> = {
  librosa: 'librosa',
  plain: 'ours without WebAssembly',
  meyda: 'Meyda',
  essentia: 'essentia.js',
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Three digits that count. */
function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(value < 0.1 ? 3 : 2);
}

const spread = ({ median, low, high }: Spread) => `${number(median)} (${number(low)} to ${number(high)})`;

/** Whether other programs ran beside the benchmark; who they slowed down most is chance. */
const isBusy = ({ load }: FeatureResults) => load[0] > 1;

function difference({ difference }: Measured): string {
  if (difference === 'shape') return 'another definition: as many, all finite';
  return difference === 0 ? 'none' : difference.toExponential(1);
}

function timeTable(results: FeatureResults): string {
  const cells = (row: Row) => {
    const names = [cases[row.what].title, shortNames[row.peer]];
    if ('why' in row) return [...names, '', '', `not measured: ${row.why}`, '', ''];
    const { ours, theirs, ratio, processor } = row;
    const elapsed = isBusy(results) ? '-' : `**${number(ratio.median)}**`;
    const times = [spread(ours), spread(theirs), elapsed, number(processor.ratio)];
    return [...names, ...times, difference(row)];
  };
  return table(
    [
      'what',
      'peer',
      'ours, ms',
      'peer, ms',
      'peer / ours',
      'by processor time',
      'largest difference, part of the largest value',
    ],
    results.rows.map(cells),
  );
}

function verdict(results: FeatureResults, reachedMark: boolean, reachedGoal: boolean | undefined): string {
  if (isBusy(results)) return 'not judged: busy machine';
  if (!reachedMark) return 'missed';
  if (reachedGoal === undefined) return 'met';
  return reachedGoal ? 'goal met' : 'mark met, goal missed';
}

const measuredRows = ({ rows }: FeatureResults) => rows.filter((row): row is Measured => 'ratio' in row);

function speedLine(results: FeatureResults, { what, peer, mark, goal }: SpeedGoal): string[] {
  const limit = (value: number | undefined) => (value === undefined ? '' : `>= ${number(value)}`);
  const row = measuredRows(results).find((candidate) => candidate.what === what && candidate.peer === peer);
  const title = `${cases[what].title}: ${shortNames[peer]} / ours`;
  if (row === undefined) return [title, '-', '-', limit(mark), limit(goal), 'not measured'];
  const ratio = row.ratio.median;
  const judged = verdict(results, ratio >= mark, goal === undefined ? undefined : ratio >= goal);
  return [title, isBusy(results) ? '-' : number(ratio), number(row.processor.ratio), limit(mark), limit(goal), judged];
}

function streamLine(results: FeatureResults): string[] {
  const { what, mark } = REAL_TIME_FACTOR;
  const row = measuredRows(results).find((candidate) => candidate.what === what);
  const title = 'streamed MFCC at 16 kHz: real-time factor';
  if (row === undefined) return [title, '-', '-', `< ${mark}`, '', 'not measured'];
  const factor = (ms: number) => ms / 1000 / results.duration;
  const [elapsed, processor] = [factor(row.ours.median), factor(row.processor.ours)];
  const shown = isBusy(results) ? '-' : elapsed.toFixed(5);
  return [title, shown, processor.toFixed(5), `< ${mark}`, '', verdict(results, elapsed < mark, undefined)];
}

/** A row in one line for the log. */
export function rowLine(row: Row): string {
  const title = `${row.what} · ${row.peer}`;
  return 'why' in row
    ? `${title}: ${row.why}`
    : `${title}: peer / ours ${number(row.ratio.median)}, by processor time ${number(row.processor.ratio)}`;
}

/** The whole run as Markdown: conditions, times, goals. */
export function featureMarkdown(results: FeatureResults): string {
  const { machine, versions, date, load, clip, quick, peers } = results;
  const remarks = [
    quick ? ' A **quick** run: few short turns, so a hint, not a measurement.' : '',
    isBusy(results)
      ? ' **The machine was busy** with other programs: elapsed times mean little, so no ratio is made of them and no goal is judged.'
      : '',
  ];
  const conditions =
    `${machine}; ${versions}; ${peers.map(({ title }) => title).join('; ')}; ${date}; load average ` +
    `${load.join(' before, ')} after. ${clip}; one thread; median (10th to 90th percentile).${remarks.join('')}`;
  const goals = [...speedGoals.map((goal) => speedLine(results, goal)), streamLine(results)];
  return [
    conditions,
    timeTable(results),
    table(['what', 'this run', 'by processor time', 'first mark', 'goal', ''], goals),
  ].join('\n\n');
}
