import { cnnLstm } from '@ser/models';
import { splitAfterAugmentation } from '@ser/train';
import { augmentedRows } from './augmentedRows';
import type { Experiment } from './experiment';
import { isProgram, runAlone } from './runAlone';
import { fourStages } from './stageTraining';
import { trainOnce } from './trainOnce';

const networks = ['cnnLstm1', 'cnnLstm2', 'cnnLstm3', 'cnnLstm4', 'cnnLstm5'];

/** The CNN+LSTM with one to five convolution blocks before the LSTM layers, on the same rows as the LSTM. */
export async function trainCnnLstm(experiment: Experiment): Promise<void> {
  const { stages } = experiment.profile;
  for (const network of experiment.wanted(networks)) {
    const blocks = networks.indexOf(network) + 1;
    const epochs = experiment.profile.epochs(network);
    for (const seed of experiment.seeds(network)) {
      const dataset = await experiment.once(augmentedRows, seed);
      await trainOnce(experiment, {
        study: 'report',
        network,
        protocol: 'report',
        fold: 1,
        folds: 1,
        seed,
        dataset,
        // The report's protocol, leak and all, as for the LSTM.
        split: { name: 'random rows', ...splitAfterAugmentation(dataset.rows, { trainFraction: 0.75, seed: 6 }) },
        features: 'report162',
        inputShape: [162, 1],
        scaled: true,
        build: () => cnnLstm({ blocks, inputShape: [162, 1], classes: dataset.labels.length, seed }),
        recipe: { blocks, epochs, stages },
        train: fourStages(epochs, stages),
      });
    }
  }
}

if (isProgram(import.meta.url)) await runAlone(trainCnnLstm, networks);
