import type { AudioClip, Matrix } from '@ser/dsp';
import { type Batch, batchBuiltIns, builtIns, matrixBuiltIns } from '../src/index';
import { describeAugmentation, type TestedFactory } from '../src/testing';
import { batchCases, cases, matrixCases } from './support/cases';

// Half of the mark of 20: Jest's sandbox and a machine that trains networks beside it cost that much.
const quietly = { seeds: [0, 6], minSpeed: 10, onSpeed: () => {} };
for (const [name, factory] of Object.entries(builtIns)) {
  describeAugmentation(factory as TestedFactory<AudioClip, object>, cases[name as keyof typeof cases], quietly);
}

for (const [name, factory] of Object.entries(matrixBuiltIns)) {
  describeAugmentation(
    factory as TestedFactory<Matrix, object>,
    matrixCases[name as keyof typeof matrixCases],
    quietly,
  );
}

for (const [name, factory] of Object.entries(batchBuiltIns)) {
  describeAugmentation(factory as TestedFactory<Batch, object>, batchCases[name as keyof typeof batchCases], quietly);
}
