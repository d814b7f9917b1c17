import { trainCnn2d } from './cnn2d';
import { trainCnnLstm } from './cnnLstm';
import { trainLstm } from './lstm';
import { runAlone } from './runAlone';

await runAlone(async (experiment) => {
  await trainCnn2d(experiment);
  await trainLstm(experiment);
  await trainCnnLstm(experiment);
});
