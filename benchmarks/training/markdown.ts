import { type Goal, goalsOf } from './goals';
import { type Measured, type Missing, measured, type Results } from './results';
import { networkNames, networkTitles } from './tasks';

function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** Numbers the reasons and remarks that cells point at. */
class Footnotes {
  private readonly texts: string[] = [];

  mark(text: string): string {
    if (!this.texts.includes(text)) this.texts.push(text);
    return `[${this.texts.indexOf(text) + 1}]`;
  }

  toString(): string {
    return this.texts.map((text, i) => `[${i + 1}] ${text}`).join('  \n');
  }
}

function cell(results: Results, what: string, peer: string, notes: Footnotes): string {
  const row = results.rows.find((candidate) => candidate.what === what && candidate.peer === peer);
  if (row === undefined) return '';
  if ('why' in row) return `- ${notes.mark(row.why)}`;
  const remarks = [row.note, row.count < 3 ? (row.count === 1 ? 'measured once' : 'measured twice') : undefined];
  const spread = row.count < 3 ? '' : ` (${number(row.low)} to ${number(row.high)})`;
  return [
    `${number(row.median)}${spread}`,
    ...remarks.filter((text) => text !== undefined).map((text) => notes.mark(text)),
  ].join(' ');
}

function trainingTable(results: Results, notes: Footnotes): string {
  const rows = results.peers.map(({ name, title }) => [
    title,
    ...networkNames.map((network) => cell(results, `train:${network}`, name, notes)),
  ]);
  const distance = networkNames.map((network) => {
    const [plain, fused] = ['simd-plain', 'simd'].map((peer) => measured(results, `train:${network}`, peer));
    return plain && fused ? `${(plain.median / fused.median).toFixed(2)}x` : '';
  });
  rows.splice(2, 0, ['plain against fused', ...distance]);
  return table(['ms a training step', ...networkNames.map((network) => networkTitles[network])], rows);
}

function otherTable(results: Results, notes: Footnotes): string {
  const rows = results.peers
    .filter(({ name }) => name !== 'simd-plain')
    .map(({ name, title }) => [
      title,
      ...['multiply:1', 'multiply:2', 'infer', 'firstStep', 'firstResult'].map((what) =>
        cell(results, what, name, notes),
      ),
      memory(results, name),
    ]);
  const head = [
    '1024^3, 1 thread, GFLOP/s',
    '2 threads',
    'inference, one clip, model 4, ms',
    'import to the end of the first step, ms',
    'import to the first result, ms',
    'peak memory, training, MB',
  ];
  return table(['', ...head], rows);
}

function memory(results: Results, peer: string): string {
  const found = networkNames.flatMap((network) => measured(results, `train:${network}`, peer)?.peakBytes ?? []);
  if (found.length === 0) return '';
  const [least, most] = [Math.min(...found), Math.max(...found)].map((bytes) => Math.round(bytes / 1e6));
  return least === most ? `${most}` : `${least} to ${most}`;
}

function scalingTable(results: Results): string {
  const rows = results.rows.filter((row): row is Measured => row.what.startsWith('scaling:') && 'median' in row);
  const threads = [...new Set(rows.map(({ what }) => Number(what.split(':')[2])))].sort((a, b) => a - b);
  const body = networkNames.flatMap((network) => {
    const own = threads.map((count) => rows.find(({ what }) => what === `scaling:${network}:${count}`));
    if (own.every((row) => row === undefined)) return [];
    const hashes = new Set(own.flatMap((row) => row?.weights ?? []));
    const same = hashes.size === 1 ? 'the same bits' : 'DIFFERENT BITS';
    return [[networkTitles[network], ...own.map((row) => (row ? number(row.median) : '')), same]];
  });
  return table(
    ['ms a step', ...threads.map((count) => `${count} ${count === 1 ? 'thread' : 'threads'}`), 'weights'],
    body,
  );
}

/** Whether other programs ran beside the benchmark; who they slowed down most is chance. */
function isBusy({ load }: Results): boolean {
  return load[0] > 1;
}

function verdict({ value, more, mark, goal }: Goal, busy: boolean): string {
  if (value === undefined) return 'not measured';
  if (busy) return 'not judged: busy machine';
  const reached = (limit: number) => (more ? value >= limit : value <= limit);
  if (!reached(mark)) return 'missed';
  if (goal === undefined) return 'met';
  return reached(goal) ? 'goal met' : 'mark met, goal missed';
}

function goalTable(results: Results): string {
  const limit = (goal: Goal, value: number | undefined) =>
    value === undefined ? '' : `${goal.more ? '>=' : '<='} ${number(value)}`;
  const rows = goalsOf(results).map((goal) => [
    goal.what,
    goal.value === undefined ? '-' : `${number(goal.value)} ${goal.unit}`,
    limit(goal, goal.mark),
    limit(goal, goal.goal),
    verdict(goal, isBusy(results)),
  ]);
  return table(['what', 'this run', 'first mark', 'goal', ''], rows);
}

/** The whole run as Markdown: conditions, tables, remarks. */
export function benchmarkMarkdown(results: Results): string {
  const notes = new Footnotes();
  const quick = results.quick ? ' A **quick** run: few steps, so a hint, not a measurement.' : '';
  const busy = isBusy(results)
    ? ' **The machine was busy** with other programs: these times mean little, and no goal is judged by them.'
    : '';
  const conditions =
    `${results.machine}; ${results.versions}; ${results.date}; load average ${results.load.join(' before, ')} after. ` +
    `Batch ${results.batch}, Adam, ${results.threads} threads, every cell in a fresh process; median (10th to 90th percentile).` +
    ` One thread that only multiplies and adds in 128-bit registers: ${number(results.peak)} GFLOP/s.${quick}${busy}`;
  const sections = [
    conditions,
    `Checked first: ${results.checks.join('; ')}.`,
    trainingTable(results, notes),
    otherTable(results, notes),
    scalingTable(results),
    goalTable(results),
  ];
  return [...sections, notes.toString()].filter(Boolean).join('\n\n');
}

/** A row without numbers, in one line for the log. */
export function missingLine({ what, peer, why }: Missing): string {
  return `${what} · ${peer}: ${why}`;
}
