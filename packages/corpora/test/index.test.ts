import * as corpora from '../src';

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
