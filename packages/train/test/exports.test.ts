import '@tensorflow/tfjs-backend-cpu';
import * as api from '../src';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'Adam',
    'TrainError',
    'asTfjsCallback',
    'auditLeaks',
    'classificationReport',
    'confusionMatrix',
    'cosineDecay',
    'csvLogger',
    'decodeWeights',
    'earlyStopping',
    'ema',
    'encodeWeights',
    'evaluate',
    'exportWeights',
    'fit',
    'groupSplit',
    'importWeights',
    'jsonlLogger',
    'learningRateScheduler',
    'mixup',
    'modelCheckpoint',
    'oneCycle',
    'predict',
    'progress',
    'randomSplit',
    'reduceLROnPlateau',
    'reportStages',
    'softmaxCrossEntropy',
    'speakerFolds',
    'splitAfterAugmentation',
    'stages',
    'swa',
  ]);
});
