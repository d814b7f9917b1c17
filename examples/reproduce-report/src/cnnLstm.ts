import { cnnLstm } from '@ser/models';
import { augmentedFeatures } from './augmentedFeatures';
import type { Experiment } from './experiment';
import { fourStages } from './fourStages';
import { isProgram, runAlone } from './runAlone';
import { trainOnce } from './trainOnce';

const networks = ['cnnLstm1', 'cnnLstm2', 'cnnLstm3', 'cnnLstm4', 'cnnLstm5'];

/** The CNN+LSTM with one to five convolution blocks before the LSTM layers, on the same rows as the LSTM. */
export async function trainCnnLstm(experiment: Experiment): Promise<void> {
  const wanted = experiment.wanted(networks);
  if (wanted.length === 0) return;
  const { profile, seed } = experiment;
  const { dataset, split } = await experiment.once(augmentedFeatures);
  for (const name of wanted) {
    const blocks = networks.indexOf(name) + 1;
    await trainOnce(experiment, {
      name,
      dataset,
      split,
      inputShape: [162, 1],
      build: () => cnnLstm({ blocks, inputShape: [162, 1], classes: dataset.labels.length, seed }),
      recipe: { blocks, epochs: profile.epochs(name), stages: profile.stages },
      train: fourStages(profile.epochs(name), profile.stages),
    });
  }
}

if (isProgram(import.meta.url)) await runAlone(trainCnnLstm, networks);
