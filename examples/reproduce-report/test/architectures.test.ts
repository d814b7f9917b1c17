import { useSimdBackend } from '@ser/backend-simd';
import { ravdess } from '@ser/corpora';
import { buildDataset, type Dataset, dropLabels } from '@ser/dataset';
import { type FeatureSet, report162Features, reportMfccFeatures, StandardScaler } from '@ser/features';
import { crnn, reportModels, resnet2d } from '@ser/models';
import { fit } from '@ser/train';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ravdessFolder } from '../../../tools/golden/ravdess';

jest.setTimeout(240_000);

// Synthetic rows go through the same networks everywhere: packages/train/test/architectures.test.ts.
const folder = ravdessFolder();
/** A man and a woman: 120 clips. */
const speakers = ['01', '02'];

let images: Dataset;
let features: Dataset;

async function featuresOf(featureSet: FeatureSet, offset: number): Promise<Dataset> {
  const manifest = await ravdess(folder!);
  const rows = manifest.rows.filter(({ speaker }) => speakers.includes(speaker));
  const clip = { offset, duration: 2.6 };
  return buildDataset({ ...manifest, rows }, { featureSet, clip, cacheDir: null, workers: 2 });
}

const cases: [string, () => LayersModel, () => Dataset, number[], number, number][] = [
  ['cnn1', () => reportModels.cnn1.build({ seed: 1 }), () => images, [224, 20, 1], 10, 1e-3],
  ['cnn4', () => reportModels.cnn4.build({ seed: 1 }), () => images, [224, 20, 1], 10, 1e-3],
  ['lstm', () => reportModels.lstm.build({ seed: 1 }), () => features, [162, 1], 12, 3e-3],
  ['cnnLstm5', () => reportModels.cnnLstm5.build({ seed: 1 }), () => features, [162, 1], 12, 1e-3],
  ['resnet2d', () => resnet2d({ inputShape: [null, 20, 1], seed: 1 }), () => images, [224, 20, 1], 5, 3e-3],
  ['crnn', () => crnn({ inputShape: [null, 20, 1], seed: 1 }), () => images, [224, 20, 1], 6, 3e-3],
];

(folder ? describe : describe.skip)('on real clips of two speakers', () => {
  beforeAll(async () => {
    await useSimdBackend();
    images = await featuresOf(reportMfccFeatures, 0.5);
    const raw = dropLabels(await featuresOf(report162Features, 0.4), ['neutral']);
    const { data: x } = new StandardScaler().fitTransform({ data: raw.x, rows: raw.rows.length, cols: 162 });
    features = { ...raw, x };
  });

  it.each(cases)('%s learns', async (_name, build, dataOf, shape, epochs, learningRate) => {
    const { x, y, labels } = dataOf();
    const model = build();
    const { epochs: logs } = await fit(
      model,
      { x, y, shape, classes: labels.length },
      { epochs, learningRate, batchSize: 16, seed: 1 },
    );
    model.dispose();
    const [first, last] = [logs[0]!, logs.at(-1)!];
    expect(last.loss).toBeLessThan(0.95 * first.loss);
    // Chance, the largest class, is 16 of 120 clips or 16 of 112.
    expect(last.accuracy).toBeGreaterThan(0.22);
  });
});
