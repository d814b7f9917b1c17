import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as augment from '../src/index';
import * as testing from '../src/testing';

it('exports exactly the documented names', () => {
  expect(Object.keys(augment).sort()).toEqual([
    'AugmentError',
    'adjustDuration',
    'airAbsorption',
    'aliasing',
    'backgroundNoise',
    'bandPassFilter',
    'batchBuiltIns',
    'builtIns',
    'choice',
    'clipRng',
    'clippingDistortion',
    'clips',
    'colorNoise',
    'compose',
    'createAugmentation',
    'cutmix',
    'defineAugmentation',
    'documentationTable',
    'drawSeed',
    'drawnBetween',
    'drawnInteger',
    'drawnList',
    'fixed',
    'frequencyWarp',
    'fromJSON',
    'fromSpec',
    'gain',
    'gainTransition',
    'highPassFilter',
    'highShelfFilter',
    'impulseResponse',
    'integer',
    'loudnessNormalization',
    'lowPassFilter',
    'lowShelfFilter',
    'matrixBuiltIns',
    'mixup',
    'noise',
    'normalize',
    'number',
    'oneOf',
    'peakingFilter',
    'pipelineSchema',
    'pitchShift',
    'polarityInversion',
    'range',
    'repeatPart',
    'reverse',
    'sevenBandParametricEq',
    'shift',
    'shortNoises',
    'someOf',
    'specAugment',
    'speechPitchShift',
    'speedPerturbation',
    'tanhDistortion',
    'telephone',
    'timeMask',
    'timeStretch',
    'timeWarp',
    'toJSON',
    'trimSilence',
    'vtlp',
    'withProbability',
    'wsola',
  ]);
  expect(Object.keys(testing).sort()).toEqual(['checkAugmentation', 'describeAugmentation']);
});

it('has every transform in a registry, under its name', () => {
  const all = { ...augment.builtIns, ...augment.matrixBuiltIns, ...augment.batchBuiltIns };
  const files = readdirSync(join(__dirname, '../src/transforms')).map((file) => file.replace('.ts', ''));
  expect(Object.keys(all).sort()).toEqual(files.sort());
  for (const [name, factory] of Object.entries(all)) expect(factory.name).toBe(name);
});
