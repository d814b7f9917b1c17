import '@tensorflow/tfjs-backend-cpu';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodeWav } from '@ser/audio-io';
import { reportMfccFeatures } from '@ser/features';
import { cnn2d } from '@ser/models';
import * as api from '../src';
import * as node from '../src/node';
import { parts } from './support/parts';
import { labels, tone } from './support/tones';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

it('has an example that runs as it stands', async () => {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme)!;
  expect(code!.trim().split('\n').length).toBeLessThanOrEqual(12);
  const folder = mkdtempSync(join(tmpdir(), 'ser-readme-'));
  // Beside the package's own tests, so that its imports are found as a user's would be.
  const file = join(__dirname, `readme-${process.pid}.example.ts`);
  try {
    const model = cnn2d({ filters: [2, 2], inputShape: [224, 20, 1], classes: labels.length, denseUnits: 4 });
    const all = { ...parts(), model, featureSet: reportMfccFeatures, scaler: null, clip: { offset: 0.4 } };
    await node.saveBundle(join(folder, 'recognizer'), all);
    writeFileSync(join(folder, 'speech.wav'), encodeWav(tone('middle', 4, 16_000)));
    writeFileSync(file, code!);
    const flags = ['--conditions=@ser/source', '--import', pathToFileURL(require.resolve('tsx')).href, file];
    const printed = execFileSync(process.execPath, flags, { cwd: folder, encoding: 'utf8' });
    expect(printed).toMatch(/^(low|middle|high) [\d.]+ \{ low: [\d.e-]+, middle: [\d.e-]+, high: [\d.e-]+ \}\n/);
    expect(
      printed
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ').slice(0, 2).map(Number)),
    ).toEqual([
      [0, 2.6],
      [1, 3.6],
      [1.4, 4],
    ]);
  } finally {
    rmSync(file, { force: true });
    rmSync(folder, { recursive: true });
  }
});

it('names every export in its table', () => {
  for (const name of [...Object.keys(api), ...Object.keys(node)]) expect(readme).toMatch(new RegExp(`\`${name}[(\`]`));
});
