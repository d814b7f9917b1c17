import { cnnLstm } from '@ser/models';
import { reportedRows } from './augmentedRows';
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
      const rows = await reportedRows(experiment, seed);
      await trainOnce(experiment, {
        ...rows,
        network,
        build: () => cnnLstm({ blocks, inputShape: [162, 1], classes: rows.dataset.labels.length, seed }),
        recipe: { blocks, epochs, stages },
        train: fourStages(epochs, stages),
      });
    }
  }
}

if (isProgram(import.meta.url)) await runAlone(trainCnnLstm, networks);
