import '@tensorflow/tfjs-backend-cpu';
import * as api from '../src';

it('exports exactly these names', () => {
  expect(Object.keys(api).sort()).toEqual([
    'ModelsError',
    'addMissingTensorMethods',
    'cnn2d',
    'cnnLstm',
    'fuseConvolutions',
    'fuseRecurrent',
    'lstm',
    'orthogonalMatrix',
    'reportModels',
    'seedDropout',
  ]);
});
