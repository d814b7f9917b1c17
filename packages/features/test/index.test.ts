import * as features from '../src/index';

it('exports exactly the documented names', () => {
  expect(Object.keys(features).sort()).toEqual([
    'FeatureError',
    'LabelEncoder',
    'StandardScaler',
    'chromaFilterbank',
    'chromaStft',
    'defineFeatureSet',
    'estimateTuning',
    'report162',
    'report162Features',
    'reportMfcc',
    'reportMfccFeatures',
    'rms',
    'zeroCrossingRate',
  ]);
});
