import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest, RavdessRow } from '@ser/corpora';
import { htmlReport } from '@ser/report';
import type { Cell } from '../cell';
import { inOrder, summarize } from '../summarize';
import { figures } from './figures';
import { markdown } from './markdown';
import { misclassified } from './players';
import { predictionsCsv } from './predictionsCsv';
import { banner, provenance } from './provenance';
import { sections } from './sections';
import { splitsCsv } from './splitsCsv';

const title = 'Speech emotion recognition in augmented data, reproduced';
const schema = fileURLToPath(new URL('../../results.schema.json', import.meta.url));

/**
 * Writes `report.html`, `report.md`, `results.json` with its schema, `predictions.csv`, `splits.csv` and the figures as SVG
 * files into `out`.
 *
 * @param manifest - the corpus, for waveforms and players; without it they are left out
 */
export async function writeReport(out: string, given: readonly Cell[], manifest?: Manifest<RavdessRow>): Promise<void> {
  const cells = [...given].sort(inOrder);
  const results = summarize(cells);
  const players = manifest === undefined ? [] : await misclassified(cells, manifest);
  const parts = sections(results, await figures(results, manifest), players);
  const subtitle = provenance(results);
  const warning = banner(results);

  await mkdir(join(out, 'figures'), { recursive: true });
  await writeFile(join(out, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await copyFile(schema, join(out, 'results.schema.json'));
  await writeFile(join(out, 'predictions.csv'), predictionsCsv(cells));
  await writeFile(join(out, 'splits.csv'), splitsCsv(cells));
  await writeFile(join(out, 'report.md'), markdown(title, subtitle, warning, parts));
  for (const { file, svg } of parts.flatMap(({ figures: drawn = [] }) => drawn)) {
    await writeFile(join(out, 'figures', file), `${svg}\n`);
  }
  const footer =
    'Made by examples/reproduce-report. Every number on this page is in results.json, every prediction in predictions.csv.';
  const page = htmlReport({
    title,
    subtitle,
    sections: parts,
    footer,
    ...(warning === undefined ? {} : { banner: warning }),
  });
  await writeFile(join(out, 'report.html'), page);
}
