import { lstm } from '@ser/models';
import { splitAfterAugmentation } from '@ser/train';
import { augmentedRows } from './augmentedRows';
import type { Experiment } from './experiment';
import { isProgram, runAlone } from './runAlone';
import { fourStages } from './stageTraining';
import { trainOnce } from './trainOnce';

/** The LSTM: the 162 features of a row as a sequence of 162 steps, through two LSTM layers of 128 units. */
export async function trainLstm(experiment: Experiment): Promise<void> {
  if (experiment.wanted(['lstm']).length === 0) return;
  const { epochs, stages } = experiment.profile;
  for (const seed of experiment.seeds('lstm')) {
    const dataset = await experiment.once(augmentedRows, seed);
    await trainOnce(experiment, {
      study: 'report',
      network: 'lstm',
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
      build: () => lstm({ inputShape: [162, 1], classes: dataset.labels.length, seed }),
      recipe: { units: [128, 128], epochs: epochs('lstm'), stages },
      train: fourStages(epochs('lstm'), stages),
    });
  }
}

if (isProgram(import.meta.url)) await runAlone(trainLstm, ['lstm']);
