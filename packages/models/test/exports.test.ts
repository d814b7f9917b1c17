import '@tensorflow/tfjs-backend-cpu';
import * as api from '../src';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ModelsError',
    'addMissingTensorMethods',
    'attentiveStatisticsPooling',
    'cnn2d',
    'cnnLstm',
    'crnn',
    'exportKerasWeights',
    'freeze',
    'fuseConvolutions',
    'fuseRecurrent',
    'importKerasWeights',
    'lstm',
    'orthogonalMatrix',
    'replaceHead',
    'reportModels',
    'resnet2d',
    'seedDropout',
  ]);
});
