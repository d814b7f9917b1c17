import * as features from '../src/index';
import * as testing from '../src/testing';

it('exports exactly the documented names', () => {
  expect(Object.keys(features).sort()).toEqual([
    'FeatureError',
    'LabelEncoder',
    'StandardScaler',
    'chromaFilterbank',
    'chromaStft',
    'defineFeatureSet',
    'estimateTuning',
    'functionals',
    'logMelFeatures',
    'piptrack',
    'pitchTuning',
    'polyFeatures',
    'pyin',
    'report162',
    'report162Features',
    'reportMfcc',
    'reportMfccFeatures',
    'rms',
    'spectralBandwidth',
    'spectralCentroid',
    'spectralContrast',
    'spectralFlatness',
    'spectralRolloff',
    'tonnetz',
    'yin',
    'zeroCrossingRate',
  ]);
  expect(Object.keys(testing).sort()).toEqual(['checkFeatureSet', 'describeFeatureSet']);
});
