import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeBundle } from '@ser/recognizer';
import { readCells } from '../src/cellFile';
import { predictionsCsv } from '../src/report/predictionsCsv';
import type { Results } from '../src/results';
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

  it('come with the network that they name as the best, whose card states the licence of its data', () => {
    const { manifest } = decodeBundle(readFileSync(join(folder, 'recognizer.safetensors')));
    const { networks } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Results;
    const best = Math.max(...networks.map(({ accuracy }) => accuracy));
    expect(manifest.card.metrics[0]).toMatchObject({ name: 'accuracy', value: best });
    expect(manifest.card.dataLicence).toMatch(/CC BY-NC-SA 4\.0/);
  });
});
