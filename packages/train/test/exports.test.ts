import '@tensorflow/tfjs-backend-cpu';
import * as api from '../src';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'Adam',
    'TrainError',
    'auditLeaks',
    'classificationReport',
    'confusionMatrix',
    'csvLogger',
    'decodeWeights',
    'earlyStopping',
    'encodeWeights',
    'evaluate',
    'exportWeights',
    'fit',
    'groupSplit',
    'importWeights',
    'modelCheckpoint',
    'predict',
    'progress',
    'randomSplit',
    'reduceLROnPlateau',
    'reportStages',
    'softmaxCrossEntropy',
    'speakerFolds',
    'splitAfterAugmentation',
    'stages',
  ]);
});
