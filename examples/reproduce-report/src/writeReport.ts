import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest, RavdessRow } from '@ser/corpora';
import { comparisonTable, htmlReport, type ReportSection, type Table } from '@ser/report';
import { differences } from './differences';
import { type Figure, figures } from './figures';
import { reportedNetworks } from './reported';
import type { Prediction, Results } from './results';
import { ablationTable, predictionsCsv, twinFigure, twinTable } from './twin/twinTables';

/** Writes `report.html`, `report.md`, `results.json`, `predictions.csv` and the figures as SVG files into `out`. */
export async function writeReport(
  out: string,
  results: Results,
  manifest: Manifest<RavdessRow>,
  predictions: readonly Prediction[] = [],
): Promise<void> {
  const drawn = await figures(results, manifest);
  await mkdir(join(out, 'figures'), { recursive: true });
  await writeFile(join(out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(out, 'report.html'), html(results, drawn));
  await writeFile(join(out, 'report.md'), markdown(results, drawn));
  if (predictions.length > 0) await writeFile(join(out, 'predictions.csv'), predictionsCsv(predictions));
  if (results.twin.length > 0) await writeFile(join(out, 'figures', twinFile), `${twinFigure(results.twin)}\n`);
  for (const { file, svg } of drawn) if (svg !== undefined) await writeFile(join(out, 'figures', file), `${svg}\n`);
}

const twinFile = 'what-the-leak-was-worth.svg';
const twinText =
  "The same networks under the report's protocol and under those that let less of the training rows into the test. Trained for a fixed number of epochs of stage 1; the test rows choose nothing. The scaler sees the training rows only.";

const title = 'Speech emotion recognition in augmented data, reproduced';

/** What every page and table says of the data and the amount of training behind it. */
function provenance({ corpus, profile }: Results): string {
  return `${corpus.synthetic ? 'synthetic corpus' : corpus.name}, profile "${profile.name}"`;
}

function banner({ corpus, profile }: Results): string | undefined {
  if (corpus.synthetic) {
    return 'Synthetic corpus: made-up voices, few clips, few epochs. These figures show that the pipeline runs; they say nothing about real speech.';
  }
  return profile.name === 'full'
    ? undefined
    : `Profile "${profile.name}": ${profile.summary}. Not the report's full training.`;
}

/** Network | parameters | reported accuracy | ours (last epoch, best epoch) | UAR | seconds. */
export function networkTable(results: Results): Table {
  const percent = (value: number | undefined) => (value === undefined ? '' : `${value.toFixed(2)} %`);
  return {
    caption: `Test accuracy, reported and ours (${provenance(results)}, seed ${results.seed})`,
    columns: [
      'network',
      { label: 'parameters', align: 'right' },
      { label: 'reported accuracy', align: 'right' },
      { label: 'ours, last epoch', align: 'right' },
      { label: 'ours, best epoch', align: 'right' },
      { label: 'UAR', align: 'right' },
      { label: 'epochs', align: 'right' },
      { label: 'seconds', align: 'right' },
    ],
    rows: results.networks.map((network) => {
      const reported = reportedNetworks.find(({ name }) => name === network.name.replace('Plateau', ''))!;
      const plateau = network.name.endsWith('Plateau');
      return [
        plateau ? `${reported.title}, falling learning rate` : reported.title,
        network.parameters.toLocaleString('en'),
        plateau ? '' : percent(reported.accuracy),
        percent(100 * network.accuracy),
        `${percent(100 * network.bestAccuracy)} (epoch ${network.bestEpoch})`,
        percent(100 * network.classification.uar),
        String(network.epochs.length),
        network.seconds.toFixed(0),
      ];
    }),
  };
}

/** What each split lets through from the training rows to the test rows. */
function leakTable(results: Results): Table {
  return {
    caption: `What the test rows share with the training rows (${provenance(results)})`,
    columns: [
      'network',
      { label: 'training rows', align: 'right' },
      { label: 'test rows', align: 'right' },
      { label: 'test rows with a version of their clip in training', align: 'right' },
      { label: 'speakers on both sides', align: 'right' },
    ],
    rows: results.networks.map(({ name, trainRows, testRows, leaks }) => [
      name,
      String(trainRows),
      String(testRows),
      `${leaks.siblingTestRows} (${((100 * leaks.siblingTestRows) / testRows).toFixed(0)} %)`,
      String(leaks.sharedSpeakers),
    ]),
  };
}

/** More are counted, not shown: results.json has them all. */
const FAILED_SHOWN = 20;

/** The clips that no network saw; undefined when all were read. */
function failedClips(results: Results): { heading: string; paragraph: string; table: Table } | undefined {
  const { failed, corpus } = results;
  if (failed.length === 0) return undefined;
  const clips = new Set(failed.map(({ clip }) => clip)).size;
  const hidden = failed.length - FAILED_SHOWN;
  return {
    heading: 'Clips that failed',
    paragraph:
      `${clips.toLocaleString('en')} of ${corpus.clips.toLocaleString('en')} clips could not be used in full. ` +
      'Figure 1 counts them; no network saw the rows they would have given.' +
      (hidden > 0 ? ` ${hidden.toLocaleString('en')} more lines are in results.json.` : ''),
    table: {
      caption: `Clips that gave no row, or not all of theirs (${provenance(results)})`,
      columns: ['clip', 'version', 'code', 'message'],
      rows: failed
        .slice(0, FAILED_SHOWN)
        .map(({ clip, version, code, message }) => [clip, version ?? 'all', code, message]),
    },
  };
}

const setting = ({ corpus, profile, seed, machine }: Results): string[] => [
  `Corpus: ${corpus.name}, ${corpus.clips.toLocaleString('en')} clips of ${corpus.speakers} speakers. ${corpus.citation} Licence: ${corpus.licence}.`,
  `Profile "${profile.name}": ${profile.summary}. Seed ${seed}.`,
  `Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}, TensorFlow.js backend "${machine.backend}".`,
];

function twinTablesOf(results: Results): Table[] {
  const ablation = ablationTable(results, provenance(results));
  return [twinTable(results, provenance(results)), ...(ablation.rows.length > 0 ? [ablation] : [])];
}

function twinSection(results: Results): ReportSection[] {
  if (results.twin.length === 0) return [];
  return [
    {
      heading: 'The honest twin',
      paragraphs: [twinText],
      tables: twinTablesOf(results),
      figures: [{ svg: twinFigure(results.twin), caption: `What the leak was worth (${provenance(results)})` }],
    },
  ];
}

function html(results: Results, drawn: readonly Figure[]): string {
  const failed = failedClips(results);
  const sections: ReportSection[] = [
    {
      heading: 'Results',
      paragraphs: [
        'Accuracies of the last epoch are to be held against the report; the best epoch is chosen on the test rows and can only look better. UAR is the mean of the recalls of the classes, last epoch. Seconds are training time, validation included.',
      ],
      tables: [networkTable(results)],
    },
    ...twinSection(results),
    ...(failed === undefined
      ? []
      : [{ heading: failed.heading, paragraphs: [failed.paragraph], tables: [failed.table] }]),
    {
      heading: 'Differences between the report and this run',
      list: differences(results),
      tables: [leakTable(results)],
    },
    {
      heading: 'Figures',
      paragraphs: [
        'Numbered as in the report. Confusion matrices: rows are the actual classes, columns the predicted ones.',
      ],
      figures: drawn.flatMap(({ number, caption, svg }) => (svg === undefined ? [] : [{ svg, caption, number }])),
      list: missing(drawn),
    },
    { heading: 'Setting', list: [...setting(results), ...results.corpus.warnings] },
  ];
  return htmlReport({
    title,
    subtitle: provenance(results),
    banner: banner(results),
    sections,
    footer: 'Made by examples/reproduce-report. Every number on this page is in results.json.',
  });
}

function markdown(results: Results, drawn: readonly Figure[]): string {
  const bold = banner(results);
  const failed = failedClips(results);
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
  return `${[
    `# ${title}`,
    `${provenance(results)}, seed ${results.seed}`,
    ...(bold === undefined ? [] : [`**${bold}**`]),
    '## Results',
    comparisonTable(networkTable(results)).markdown,
    ...(results.twin.length > 0
      ? [
          '## The honest twin',
          twinText,
          ...twinTablesOf(results).map((table) => comparisonTable(table).markdown),
          `![What the leak was worth](figures/${twinFile})`,
        ]
      : []),
    ...(failed === undefined ? [] : [`## ${failed.heading}`, failed.paragraph, comparisonTable(failed.table).markdown]),
    '## Differences between the report and this run',
    list(differences(results)),
    comparisonTable(leakTable(results)).markdown,
    '## Figures',
    ...drawn.flatMap(({ number, caption, file, svg }) =>
      svg === undefined ? [] : [`![Figure ${number}: ${caption}](figures/${file})`, `Figure ${number}: ${caption}`],
    ),
    ...(missing(drawn).length > 0 ? [list(missing(drawn))] : []),
    '## Setting',
    list(setting(results)),
  ].join('\n\n')}\n`;
}

function missing(drawn: readonly Figure[]): string[] {
  return drawn.flatMap(({ number, caption, svg, missing: why = 'this run did not train its network' }) =>
    svg === undefined ? [`Figure ${number} (${caption}) is missing: ${why}.`] : [],
  );
}
