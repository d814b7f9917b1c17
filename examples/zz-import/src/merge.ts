import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readCells } from './cellFile';
import { cacheFolder } from './experiment';
import { createLog } from './log';
import { realCorpus } from './realCorpus';
import { writeReport } from './report/writeReport';
import { reportErrors } from './runAlone';

const command = new Command('npm run merge --')
  .description(
    'Makes the report of trainings that were run anywhere: tables, figures and results.json from their results.',
  )
  .argument('<results...>', 'folders or files that npm start wrote under cells/')
  .requiredOption('--out <dir>', 'folder for report.html, report.md and results.json')
  .option('--data <path>', 'the corpus, for waveforms and players (default: they are left out)')
  .option('--cache <dir>', "folder for an unpacked corpus (default: the user's cache folder)")
  .showHelpAfterError('(--help lists every option)');
command.parse();

await reportErrors(async () => {
  const { out, data, cache } = command.opts<{ out: string; data?: string; cache?: string }>();
  const cells = await readCells(command.args);
  const corpora = join(cacheFolder({ cache }), 'corpora');
  const manifest =
    data === undefined ? undefined : await realCorpus({ data }, corpora, createLog(), new AbortController().signal);
  await writeReport(resolve(out), cells, manifest);
  console.log(`The report of ${cells.length} trainings lies in ${join(resolve(out), 'report.html')}`);
});
