import { trainCnn2d } from './cnn2d';
import { trainCnnLstm } from './cnnLstm';
import { trainLstm } from './lstm';
import { runAlone } from './runAlone';
import { trainAblation, trainHonestTwin } from './twin/honestTwin';

await runAlone(async (experiment) => {
  if (experiment.profile.reproduction) {
    await trainCnn2d(experiment);
    await trainLstm(experiment);
    await trainCnnLstm(experiment);
  }
  if (experiment.profile.twin.seeds > 0) await trainHonestTwin(experiment);
  if (experiment.profile.ablation.folds > 0) await trainAblation(experiment);
});
