import { compose, noise, pitchShift, timeStretch } from '@ser/augment';
import { type Dataset, dropLabels } from '@ser/dataset';
import { report162Features } from '@ser/features';
import { splitAfterAugmentation } from '@ser/train';
import { customVersion } from './customAugmentation';
import type { Experiment } from './experiment';
import type { Work } from './trainOnce';

/** Each clip three times, as the report augments: as it is, with noise, and stretched then pitched. */
const reportedVersions = [
  { name: 'original' },
  { name: 'noise', augmentation: noise({ amplitude: 0.035 }) },
  { name: 'stretch+pitch', augmentation: compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]) },
];

/** 162 features of each clip in these versions and the user's, seven classes, not scaled; what is drawn comes from the seed. */
export async function augmentedRows(experiment: Experiment, seed: number): Promise<Dataset> {
  const { custom } = experiment;
  const versions = custom
    ? [...reportedVersions, { name: customVersion, augmentation: custom.reference }]
    : reportedVersions;
  const all = await experiment.features(`162 features x ${versions.length} versions`, {
    featureSet: report162Features,
    versions,
    clip: { offset: 0.4, duration: 2.6 },
    seed,
  });
  return dropLabels(all, ['neutral']);
}

/** What the LSTM and the CNN+LSTM are trained on in the report, and how its rows are split: the same for all of them. */
export async function reportedRows(experiment: Experiment, seed: number) {
  const dataset = await experiment.once(augmentedRows, seed);
  return {
    study: 'report',
    protocol: 'report',
    fold: 1,
    folds: 1,
    seed,
    dataset,
    // The report's protocol, leak and all: versions of one clip lie on both sides. The honest twin says what that is worth.
    split: { name: 'random rows', ...splitAfterAugmentation(dataset.rows, { trainFraction: 0.75, seed: 6 }) },
    features: 'report162',
    inputShape: [162, 1],
    scaled: true,
  } satisfies Omit<Work, 'network' | 'build' | 'recipe' | 'train'>;
}
