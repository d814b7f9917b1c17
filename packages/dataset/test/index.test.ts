import * as api from '../src/index';

it('exports exactly this', () => {
  expect(Object.keys(api).sort()).toEqual([
    'DatasetError',
    'buildDataset',
    'defaultCacheDirectory',
    'dropLabels',
    'fitScaler',
    'gatherRows',
    'loadClips',
    'openDataset',
    'resolveModule',
    'saveDataset',
    'scaled',
    'select',
    'subset',
  ]);
});
