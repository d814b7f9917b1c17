import * as corpora from '../src';

it('exports exactly its public names', () => {
  expect(Object.keys(corpora).sort()).toEqual([
    'CorpusError',
    'parseRavdessName',
    'ravdess',
    'renderSynthetic',
    'synthetic',
  ]);
});
