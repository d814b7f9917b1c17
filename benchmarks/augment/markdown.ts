import { MEDIAN_OF_SHARED, REAL_TIME, SLOWEST_OF_SHARED, type SpeedGoal, speedGoals } from './goals';
import type { PeerName } from './peers';
import type { AugmentResults, AugmentRow, PeerResult } from './results';
import type { CaseName } from './settings';

const titles: Record<PeerName, string> = {
  audiomentations: 'audiomentations',
  librosa: 'librosa',
  librosaKaiser: 'librosa, `kaiser_best`',
};

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const titleOf = (name: CaseName) => (name === 'pitchShiftSinc' ? '`pitchShift`, `sinc_hq`' : `\`${name}\``);

/** Three digits that count. */
function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}

const realTime = ({ duration }: AugmentResults, { ms }: AugmentRow) => (duration * 1000) / ms.median;

type Beside = Extract<PeerResult, { ratio: unknown }>;
const besideOf = (row: AugmentRow, peer: PeerName) =>
  row.peers.find((each): each is Beside => each.peer === peer && 'ratio' in each);

function agreement({ difference }: Beside): string {
  if (difference === 'shape') return 'another definition';
  return difference === 0 ? 'none' : difference.toExponential(1);
}

function timeTable(results: AugmentResults): string {
  const lines = results.rows.flatMap((row) => {
    const own = [titleOf(row.name), number(row.ms.median), number(realTime(results, row))];
    const peers = row.peers.map((peer) =>
      'why' in peer
        ? [titles[peer.peer], '-', '-', `not measured: ${peer.why}`]
        : [titles[peer.peer], number(peer.ms), `**${number(peer.ratio.median)}**`, agreement(peer)],
    );
    const [first = ['-', '-', '-', '-'], ...more] = peers;
    return [[...own, ...first], ...more.map((cells) => ['', '', '', ...cells])];
  });
  return table(
    ['augmentation', 'ours, ms', 'times real time', 'peer', 'peer, ms', 'peer / ours', 'largest difference'],
    lines,
  );
}

function verdict(value: number, mark: number, goal?: number): string {
  if (value < mark) return 'missed';
  if (goal === undefined) return 'met';
  return value >= goal ? 'goal met' : 'mark met, goal missed';
}

const goalLine = (title: string, value: number | undefined, mark: number, goal?: number): string[] => [
  title,
  value === undefined ? '-' : number(value),
  `>= ${number(mark)}`,
  goal === undefined ? '' : `>= ${number(goal)}`,
  value === undefined ? 'not measured' : verdict(value, mark, goal),
];

/** Name and ratio of each that the peer has too. */
function shared({ rows }: AugmentResults, peer: PeerName, from = 0): { name: CaseName; ratio: number }[] {
  return rows.flatMap((row) => {
    const beside = besideOf(row, peer);
    return beside && beside.ms > from ? [{ name: row.name, ratio: beside.ratio.median }] : [];
  });
}

function medianLine(results: AugmentResults): string[] {
  const { peer, mark, goal } = MEDIAN_OF_SHARED;
  const ratios = shared(results, peer)
    .map(({ ratio }) => ratio)
    .sort((a, b) => a - b);
  const middle = ratios.length / 2;
  const median = ratios.length > 0 ? (ratios[Math.ceil(middle - 1)]! + ratios[Math.floor(middle)]!) / 2 : undefined;
  return goalLine(`${titles[peer]} / ours, median of ${ratios.length}`, median, mark, goal);
}

function slowestLine(results: AugmentResults): string[] {
  const { peer, from, mark } = SLOWEST_OF_SHARED;
  const [least] = shared(results, peer, from).sort((a, b) => a.ratio - b.ratio);
  const title = `${titles[peer]} / ours, least of what takes it over ${from} ms${least ? `: ${titleOf(least.name)}` : ''}`;
  return goalLine(title, least?.ratio, mark);
}

function realTimeLine(results: AugmentResults): string[] {
  const [slowest] = [...results.rows].sort((a, b) => b.ms.median - a.ms.median);
  const title = `times real time, least${slowest ? `: ${titleOf(slowest.name)}` : ''}`;
  return goalLine(title, slowest && realTime(results, slowest), REAL_TIME.mark);
}

function speedLine({ rows }: AugmentResults, { name, peer, mark, goal }: SpeedGoal): string[] {
  const row = rows.find((each) => each.name === name);
  return goalLine(`${titleOf(name)}: ${titles[peer]} / ours`, row && besideOf(row, peer)?.ratio.median, mark, goal);
}

/** A row in one line for the log. */
export function rowLine({ name, ms, peers }: AugmentRow): string {
  const beside = peers.map((peer) =>
    'why' in peer ? `${peer.peer}: ${peer.why}` : `${peer.peer} ${number(peer.ratio.median)}`,
  );
  return `${name}: ${number(ms.median)} ms; ${beside.join('; ') || 'no peer'}`;
}

/** The whole run as Markdown: conditions, times, goals. */
export function augmentMarkdown(results: AugmentResults): string {
  const { machine, versions, peers, date, load, clip, quick } = results;
  const conditions =
    `${machine}; ${versions}; ${peers}; ${date}; load average ${load.join(' before, ')} after. ${clip}, at 22,050 Hz; ` +
    `processor time of one thread, medians.${quick ? ' A **quick** run: few short turns, so a hint, not a measurement.' : ''}`;
  const goals = [
    medianLine(results),
    slowestLine(results),
    ...speedGoals.map((goal) => speedLine(results, goal)),
    realTimeLine(results),
  ];
  return [conditions, timeTable(results), table(['what', 'this run', 'first mark', 'goal', ''], goals)].join('\n\n');
}
