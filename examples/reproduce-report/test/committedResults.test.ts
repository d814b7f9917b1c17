import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCells } from '../src/cellFile';
import { predictionsCsv } from '../src/report/predictionsCsv';
import { summarize } from '../src/summarize';

const folder = join(__dirname, '..', 'results');

describe('the committed results', () => {
  it('are what the committed trainings give, to the last digit', async () => {
    const cells = await readCells([join(folder, 'cells')]);
    expect(cells.length).toBeGreaterThan(0);
    const written = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
    expect(JSON.parse(JSON.stringify(summarize(cells)))).toEqual(written);
    // Everything else that a reader gets is made of these.
    expect(predictionsCsv(cells).split('\n').length).toBeGreaterThan(cells.length);
  });
});
