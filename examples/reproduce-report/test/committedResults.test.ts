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

  it('share with their training rows what they say they share, and name the most probable class', async () => {
    for (const { train, test, leaks, network } of await readCells([join(folder, 'cells')])) {
      const trained = new Set(train.clips.flatMap(({ clips }) => clips));
      // A RAVDESS clip is named last by its actor.
      const heard = new Set([...trained].map((clip) => clip.slice(-2)));
      const found = {
        rows: train.clips.reduce((sum, { clips, versions }) => sum + clips.length * versions.length, 0),
        siblingTestRows: test.clips.filter((clip) => trained.has(clip)).length,
        sharedSpeakers: new Set(test.speakers.filter((speaker) => heard.has(speaker))).size,
        lessProbable: test.predicted.filter((label, at) => {
          const probabilities = test.probabilities[at]!;
          return probabilities[label]! < Math.max(...probabilities);
        }).length,
      };
      const { siblingTestRows, sharedSpeakers } = leaks;
      const said = { rows: train.rows, siblingTestRows, sharedSpeakers, lessProbable: 0 };
      expect({ network, ...found }).toEqual({ network, ...said });
    }
  });

  it('come with the network that they name as the best, whose card states the licence of its data', () => {
    const { manifest } = decodeBundle(readFileSync(join(folder, 'recognizer.safetensors')));
    const { networks } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Results;
    const best = Math.max(...networks.map(({ accuracy }) => accuracy));
    expect(manifest.card.metrics[0]).toMatchObject({ name: 'accuracy', value: best });
    expect(manifest.card.dataLicence).toMatch(/CC BY-NC-SA 4\.0/);
  });
});
