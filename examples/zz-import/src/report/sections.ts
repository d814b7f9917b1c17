import type { ReportAudio, ReportFigure, ReportSection, Table } from '@ser/report';
import type { Results } from '../results';
import { differences } from './differences';
import type { Figure } from './figures';
import { findings } from './findings';
import { leakTable } from './leakTable';
import { modelCards } from './modelCards';
import { networkFigure, networkFile, networkTable } from './networkTable';
import { provenance } from './provenance';
import { ablationFigure, ablationFile, ablationTable, twinFigure, twinFile, twinTable } from './twinTables';

/** A part of the report, for the page and for Markdown alike; its figures are files too. */
export interface Section extends Omit<ReportSection, 'tables' | 'figures'> {
  readonly tables?: readonly Table[];
  readonly figures?: readonly (ReportFigure & { readonly file: string })[];
}

/** The report, part by part. */
export function sections(results: Results, drawn: readonly Figure[], players: readonly ReportAudio[]): Section[] {
  return [
    ...networkSection(results),
    ...twinSection(results),
    ...ablationSection(results),
    ...failedSection(results),
    {
      heading: 'Differences between the report and this run',
      list: differences(results),
      ...(results.networks.length > 0 ? { tables: [leakTable(results)] } : {}),
    },
    {
      heading: 'Figures',
      paragraphs: [
        'Numbered as in the report. Confusion matrices: rows are the actual classes, columns the predicted ones; curves and matrices are those of the first seed.',
      ],
      figures: drawn.flatMap(({ number, caption, file, svg }) =>
        svg === undefined ? [] : [{ svg, caption, file, number }],
      ),
      list: missing(drawn),
    },
    ...(players.length === 0
      ? []
      : [
          {
            heading: 'Clips that were taken for something else',
            paragraphs: ['Of each emotion, the clip that the best network was surest about and got wrong.'],
            audio: players,
          },
        ]),
    ...(results.networks.length === 0 ? [] : [{ heading: 'Model cards', cards: modelCards(results) }]),
    setting(results),
  ];
}

function networkSection(results: Results): Section[] {
  if (results.networks.length === 0) return [];
  return [
    {
      heading: 'Results',
      paragraphs: [
        'Accuracies of the last epoch are to be held against the report; the best epoch is chosen on the test rows and can only look better. UAR is the mean of the recalls of the classes, last epoch. Seconds are training time, validation included.',
      ],
      list: findings(results),
      tables: [networkTable(results)],
      figures: [
        { ...networkFigure(results), caption: `Reported and reproduced (${provenance(results)})`, file: networkFile },
      ],
    },
  ];
}

function twinSection(results: Results): Section[] {
  const figure = twinFigure(results);
  if (figure === undefined) return [];
  return [
    {
      heading: 'The honest twin',
      paragraphs: [
        "The same networks under the report's protocol and under those that let less of the training rows into the test. Trained for a fixed number of epochs of stage 1; the test rows choose nothing. The scaler sees the training rows only.",
      ],
      ...(results.networks.length === 0 ? { list: findings(results) } : {}),
      tables: [twinTable(results)],
      figures: [{ ...figure, caption: `What the leak was worth (${provenance(results)})`, file: twinFile }],
    },
  ];
}

function ablationSection(results: Results): Section[] {
  const figure = ablationFigure(results);
  if (figure === undefined) return [];
  return [
    {
      heading: 'Does the augmentation help?',
      paragraphs: [
        'The same network trained on fewer versions of each clip, tested on original clips. p: how often exchanging the predictions of whole speakers between the network and the one without augmented rows gives as large a difference.',
      ],
      tables: [ablationTable(results)],
      figures: [{ ...figure, caption: `Does the augmentation help? (${provenance(results)})`, file: ablationFile }],
    },
  ];
}

/** More are counted, not shown: results.json has them all. */
const FAILED_SHOWN = 20;

/** The clips that no network saw. */
function failedSection(results: Results): Section[] {
  const { failed, clips: total } = results.corpus;
  if (failed.length === 0) return [];
  const clips = new Set(failed.map(({ clip }) => clip)).size;
  const hidden = failed.length - FAILED_SHOWN;
  return [
    {
      heading: 'Clips that failed',
      paragraphs: [
        `${clips.toLocaleString('en')} of ${total.toLocaleString('en')} clips could not be used in full. ` +
          'Figure 1 counts them; no network saw the rows they would have given.' +
          (hidden > 0 ? ` ${hidden.toLocaleString('en')} more lines are in results.json.` : ''),
      ],
      tables: [
        {
          caption: `Clips that gave no row, or not all of theirs (${provenance(results)})`,
          columns: ['clip', 'version', 'code', 'message'],
          rows: failed
            .slice(0, FAILED_SHOWN)
            .map(({ clip, version, code, message }) => [clip, version ?? 'all', code, message]),
        },
      ],
    },
  ];
}

function setting({ corpus, profiles, networks, twin, machines, commands }: Results): Section {
  const seeds = new Set([...networks, ...twin.flatMap(({ folds }) => folds)].map(({ seed }) => seed));
  return {
    heading: 'Setting',
    list: [
      `Corpus: ${corpus.name}, ${corpus.clips.toLocaleString('en')} clips of ${corpus.speakers} speakers. ${corpus.citation} Licence: ${corpus.licence}.`,
      ...profiles.map(({ name, summary }) => `Profile "${name}": ${summary}.`),
      `Seeds: ${[...seeds].sort((a, b) => a - b).join(', ')}. Splits are drawn from seed 6, as the report's.`,
      ...machines.map(
        ({ cpu, cores, platform, node, tensorflow, backend }) =>
          `Machine: ${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'} used, ${platform}, Node ${node}, TensorFlow.js ${tensorflow}, backend "${backend}".`,
      ),
      ...corpus.warnings,
    ],
    commands: [
      { caption: 'Each training by itself; merge makes this report from their results.', command: commands.join('\n') },
    ],
  };
}

function missing(drawn: readonly Figure[]): string[] {
  return drawn.flatMap(({ number, caption, svg, missing: why = 'this run did not train its network' }) =>
    svg === undefined ? [`Figure ${number} (${caption}) is missing: ${why}.`] : [],
  );
}
