import * as corpora from '../src';
import * as node from '../src/node';

it('exports exactly its public names', () => {
  expect(Object.keys(corpora).sort()).toEqual([
    'CorpusError',
    'fromCsv',
    'fromFolder',
    'parseRavdessName',
    'ravdess',
    'renderSynthetic',
    'synthetic',
  ]);
});

it('exports exactly its public names for Node', () => {
  expect(Object.keys(node).sort()).toEqual(['downloadRavdess', 'unpackRavdess', 'verifyRavdess']);
});
