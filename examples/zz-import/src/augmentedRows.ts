import { compose, noise, pitchShift, timeStretch } from '@ser/augment';
import { type Dataset, dropLabels } from '@ser/dataset';
import { report162Features } from '@ser/features';
import type { Experiment } from './experiment';

/** Each clip three times, as the report augments: as it is, with noise, and stretched then pitched. */
const versions = [
  { name: 'original' },
  { name: 'noise', augmentation: noise({ amplitude: 0.035 }) },
  { name: 'stretch+pitch', augmentation: compose([timeStretch({ rate: 0.8 }), pitchShift({ nSteps: 0.7 })]) },
];

/** 162 features of each clip in three versions, seven classes, not scaled; the noise is drawn from the seed. */
export async function augmentedRows(experiment: Experiment, seed: number): Promise<Dataset> {
  const all = await experiment.features('162 features x 3 versions', {
    featureSet: report162Features,
    versions,
    clip: { offset: 0.4, duration: 2.6 },
    seed,
  });
  return dropLabels(all, ['neutral']);
}
