import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AudioClip, encodeWav } from '@ser/audio-io';
import { useSimdBackend } from '@ser/backend-simd';
import { report162Features, StandardScaler } from '@ser/features';
import { saveBundle } from '@ser/recognizer/node';
import { fit } from '@ser/train';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const folder = mkdtempSync(join(tmpdir(), 'ser-recognize-'));
afterAll(() => rmSync(folder, { recursive: true }));

const labels = ['bell', 'engine'];

/** A high tone that fades, or a low rough one: no emotion, and no download. */
function sound(label: string, variant: number, sampleRate = 22_050): AudioClip {
  const pitch = label === 'bell' ? 1_400 + 40 * variant : 70 + 3 * variant;
  const samples = Float32Array.from({ length: 2 * sampleRate }, (_, n) => {
    const wave = Math.sin((2 * Math.PI * pitch * n) / sampleRate);
    return label === 'bell' ? 0.5 * wave * Math.exp((-2 * n) / sampleRate) : 0.3 * Math.sign(wave);
  });
  return { samples, sampleRate };
}

async function trainAndSave(path: string): Promise<void> {
  const y = Int32Array.from({ length: 16 }, (_, row) => row % 2);
  const data = new Float32Array(16 * 162);
  y.forEach((label, row) => {
    data.set(report162Features.extract(sound(labels[label]!, row)), row * 162);
  });
  const scaler = new StandardScaler().fit({ data, rows: 16, cols: 162 });
  const x = scaler.transform({ data, rows: 16, cols: 162 }).data;
  const model = sequential();
  model.add(layers.dense({ units: 2, inputShape: [162], activation: 'softmax', kernelInitializer: 'zeros' }));
  await fit(model, { x, shape: [162], y, classes: 2 }, { epochs: 20, batchSize: 8, learningRate: 0.02, seed: 1 });
  const card = {
    corpus: 'bells and engines',
    dataLicence: 'CC0',
    split: 'none',
    seed: 1,
    metrics: [],
    intendedUse: 'a test',
    date: '2026-11-26',
  };
  await saveBundle(path, { model, labels, featureSet: report162Features, scaler, card, clip: { duration: 2 } });
}

function run(...args: string[]) {
  const program = [
    '--conditions=@ser/source',
    '--import',
    pathToFileURL(require.resolve('tsx')).href,
    join(__dirname, '../src/index.ts'),
    ...args,
  ];
  const { INIT_CWD: _, ...env } = process.env;
  return spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8', env });
}

describe('recognize-file', () => {
  beforeAll(async () => {
    await useSimdBackend();
    await trainAndSave(join(folder, 'recognizer'));
    for (const label of labels) writeFileSync(join(folder, `${label}.wav`), encodeWav(sound(label, 3, 48_000)));
  });

  it.each(labels)('names the %s and prints the probabilities, most probable first', (label) => {
    const { stdout, stderr, status } = run(`${label}.wav`);
    expect([stderr, status]).toEqual(['', 0]);
    const other = labels.find((name) => name !== label);
    expect(stdout).toMatch(
      new RegExp(`^${label}.wav: ${label}\n\n *\\d+\\.\\d %  ${label}\n +\\d+\\.\\d %  ${other}\n`),
    );
    expect(stdout).toContain('trained on bells and engines (CC0); meant for: a test');
  });

  it('says what each stretch is', () => {
    const { stdout } = run('bell.wav', '--timeline', '--bundle', join(folder, 'recognizer'));
    expect(stdout).toMatch(/^0\.00 to 2\.00 s {2} *\d+\.\d % {2}bell\n$/);
  });

  it('says where a recognizer is to be had when there is none', () => {
    const { stderr, status } = run('bell.wav', '--bundle', 'nowhere');
    expect(status).toBe(1);
    expect(stderr).toContain('nowhere could not be read');
    expect(stderr).toContain('examples/train-your-own');
  });

  it('says how it is used', () => {
    expect(run().status).toBe(2);
    expect(run('--help').stdout).toContain('--bundle PATH');
  });
});
