import { compose, noise, pitchShift, timeStretch } from '@ser/augment';
import { type Dataset, dropLabels, gatherRows } from '@ser/dataset';
import { report162Features, StandardScaler } from '@ser/features';
import { type Split, splitAfterAugmentation } from '@ser/train';
import type { Experiment } from './experiment';

/** Each clip three times, as the report augments: as it is, with noise, and stretched then pitched. */
const versions = [
  { name: 'original' },
  { name: 'noise', augmentation: noise({ amplitude: 0.035 }) },
  { name: 'stretch+pitch', augmentation: compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]) },
];

export interface AugmentedFeatures {
  readonly dataset: Dataset;
  readonly split: Split;
}

/** 162 features of each clip in three versions, seven classes, not scaled. */
export async function augmentedRows(experiment: Experiment): Promise<Dataset> {
  const all = await experiment.features('162 features x 3 versions', {
    featureSet: report162Features,
    versions,
    clip: { offset: 0.4, duration: 2.6 },
  });
  return dropLabels(all, ['neutral']);
}

/** The rows that the LSTM and the CNN+LSTM learn from: split after augmentation, scaled. */
export async function augmentedFeatures(experiment: Experiment): Promise<AugmentedFeatures> {
  const dataset = await experiment.once(augmentedRows);
  // The report's protocol, leak and all: versions of one clip lie on both sides. docs/report-recipe.md says what that is worth.
  const split = splitAfterAugmentation(dataset.rows, { trainFraction: 0.75, seed: 6 });

  const cols = report162Features.columns.length;
  const training = gatherRows(dataset.x, cols, split.train);
  const scaler = new StandardScaler().fit({ data: training, rows: split.train.length, cols });
  const { data: x } = scaler.transform({ data: dataset.x, rows: dataset.rows.length, cols });
  return { dataset: { ...dataset, x }, split };
}
