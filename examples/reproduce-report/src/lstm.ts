import { lstm } from '@ser/models';
import { augmentedFeatures } from './augmentedFeatures';
import type { Experiment } from './experiment';
import { fourStages } from './fourStages';
import { isProgram, runAlone } from './runAlone';
import { trainOnce } from './trainOnce';

/** The LSTM: the 162 features of a row as a sequence of 162 steps, through two LSTM layers of 128 units. */
export async function trainLstm(experiment: Experiment): Promise<void> {
  if (experiment.wanted(['lstm']).length === 0) return;
  const { profile, seed } = experiment;
  const { dataset, split } = await experiment.once(augmentedFeatures);
  await trainOnce(experiment, {
    name: 'lstm',
    dataset,
    split,
    inputShape: [162, 1],
    build: () => lstm({ inputShape: [162, 1], classes: dataset.labels.length, seed }),
    recipe: { units: [128, 128], epochs: profile.epochs('lstm'), stages: profile.stages },
    train: fourStages(profile.epochs('lstm'), profile.stages),
  });
}

if (isProgram(import.meta.url)) await runAlone(trainLstm, ['lstm']);
