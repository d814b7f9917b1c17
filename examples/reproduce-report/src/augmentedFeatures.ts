import { compose, noise, pitchShift, timeStretch } from '@ser/augment';
import { buildDataset, type Dataset } from '@ser/dataset';
import { report162Features, StandardScaler } from '@ser/features';
import { type Split, splitAfterAugmentation } from '@ser/train';
import type { Experiment } from './experiment';

/** Each clip three times, as the report augments: as it is, with noise, and stretched then pitched. */
export const versions = [
  { name: 'original' },
  { name: 'noise', augmentation: noise({ amplitude: 0.035 }) },
  { name: 'stretch+pitch', augmentation: compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]) },
];

/** The rows that the LSTM and the CNN+LSTM learn from: 162 features, seven classes, split after augmentation, scaled. */
export async function augmentedFeatures(experiment: Experiment): Promise<{ dataset: Dataset; split: Split }> {
  const withoutNeutral = {
    ...experiment.manifest,
    rows: experiment.manifest.rows.filter(({ label }) => label !== 'neutral'),
    labels: experiment.manifest.labels.filter((label) => label !== 'neutral'),
  };
  const dataset = await buildDataset(withoutNeutral, {
    ...experiment.building('162 features x 3 versions'),
    featureSet: report162Features,
    versions,
    clip: { offset: 0.4, duration: 2.6 },
  });
  // The report's protocol, leak and all: versions of one clip lie on both sides. docs/report-recipe.md says what that is worth.
  const split = splitAfterAugmentation(dataset.rows, { trainFraction: 0.75, seed: 6 });

  const columns = report162Features.columns.length;
  const matrix = { data: dataset.x, rows: dataset.rows.length, cols: columns };
  const trainingRows = {
    data: Float32Array.from({ length: split.train.length * columns }, (_, i) => {
      const row = split.train[Math.floor(i / columns)]!;
      return dataset.x[row * columns + (i % columns)]!;
    }),
    rows: split.train.length,
    cols: columns,
  };
  const scaler = new StandardScaler().fit(trainingRows);
  return { dataset: { ...dataset, x: scaler.transform(matrix).data }, split };
}
