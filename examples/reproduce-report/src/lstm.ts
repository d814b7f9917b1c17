import { lstm } from '@ser/models';
import { reportedRows } from './augmentedRows';
import type { Experiment } from './experiment';
import { isProgram, runAlone } from './runAlone';
import { fourStages } from './stageTraining';
import { trainOnce } from './trainOnce';

/** The LSTM: the 162 features of a row as a sequence of 162 steps, through two LSTM layers of 128 units. */
export async function trainLstm(experiment: Experiment): Promise<void> {
  if (experiment.wanted(['lstm']).length === 0) return;
  const { epochs, stages } = experiment.profile;
  for (const seed of experiment.seeds('lstm')) {
    const rows = await reportedRows(experiment, seed);
    await trainOnce(experiment, {
      ...rows,
      network: 'lstm',
      build: () => lstm({ inputShape: [162, 1], classes: rows.dataset.labels.length, seed }),
      recipe: { units: [128, 128], epochs: epochs('lstm'), stages },
      train: fourStages(epochs('lstm'), stages),
    });
  }
}

if (isProgram(import.meta.url)) await runAlone(trainLstm, ['lstm']);
