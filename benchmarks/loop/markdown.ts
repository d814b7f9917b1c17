import { summarize } from '../training/results';
import { networkTitles } from '../training/tasks';
import { added, type LoopResults, type LoopRow } from './results';
import { loopNetworks } from './tasks';

/** What the loop may add to the steps. */
const MOST_ADDED = 0.05;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);
const percent = (part: number) => `${(100 * part).toFixed(1)} %`;

function spread(values: readonly number[], text: (value: number) => string): string {
  const { median, low, high } = summarize(values);
  return values.length < 3 ? text(median) : `${text(median)} (${text(low)} to ${text(high)})`;
}

function epochTable(rows: readonly LoopRow[]): string {
  const titles = [...new Set(rows.flatMap(({ torch }) => torch.map(({ title }) => title)))];
  const byTorch = (row: LoopRow, title: string) => {
    const peer = row.torch.find((candidate) => candidate.title === title);
    if (peer === undefined) return '';
    return 'why' in peer ? peer.why : seconds(peer.epoch);
  };
  return table(
    ['seconds an epoch', ...rows.map(({ network, rows }) => `${networkTitles[network]}, ${rows} rows`)],
    [
      ['**`fit`**', ...rows.map(({ fit }) => spread(fit, seconds))],
      ['its steps alone, by hand', ...rows.map(({ bare }) => spread(bare, seconds))],
      ['what `fit` adds', ...rows.map((row) => spread(added(row), percent))],
      ...titles.map((title) => [title, ...rows.map((row) => byTorch(row, title))]),
    ],
  );
}

function goalTable(results: LoopResults): string {
  const verdict = (met: boolean) => (results.load[0] > 1 ? 'not judged: busy machine' : met ? 'met' : 'missed');
  const rows = results.rows.flatMap((row) => {
    const share = summarize(added(row)).median;
    const epoch = summarize(row.fit).median / 1000;
    const { mostSeconds } = loopNetworks[row.network];
    const title = networkTitles[row.network];
    return [
      [
        `${title}: what \`fit\` adds to the steps`,
        percent(share),
        `< ${percent(MOST_ADDED)}`,
        verdict(share < MOST_ADDED),
      ],
      [`${title}: one epoch`, `${epoch.toFixed(2)} s`, `< ${mostSeconds} s`, verdict(epoch < mostSeconds)],
    ];
  });
  return table(['what', 'this run', 'goal', ''], rows);
}

/** The whole run as Markdown: conditions, table, goals. */
export function loopMarkdown(results: LoopResults): string {
  const { machine, versions, date, threads, quick, load, checks, rows } = results;
  const remarks = [
    quick ? ' A **quick** run: few rows and epochs, so a hint, not a measurement.' : '',
    load[0] > 1
      ? ' **The machine was busy** with other programs: these times mean little, and no goal is judged by them.'
      : '',
  ];
  return [
    `${machine}; ${versions}; ${date}; load average ${load.join(' before, ')} after. Batch 64, Adam, ${threads} threads; ` +
      `median (10th to 90th percentile) of ${rows[0]?.fit.length ?? 0} epochs after a first one.${remarks.join('')}`,
    `Checked first: ${checks.join('; ')}.`,
    epochTable(rows),
    goalTable(results),
  ].join('\n\n');
}
