import type { Dataset } from '@ser/dataset';
import { reportMfccFeatures } from '@ser/features';
import type { Experiment } from './experiment';

/** 224 x 20 MFCCs of each clip as it is, eight classes: what the 2-D CNNs learn from. Nothing in them is drawn. */
export function mfccImages(experiment: Experiment): Promise<Dataset> {
  return experiment.features('MFCC images', {
    featureSet: reportMfccFeatures,
    clip: { offset: 0.5, duration: 2.6 },
    seed: 0,
  });
}
