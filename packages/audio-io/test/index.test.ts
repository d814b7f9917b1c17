import * as audioIo from '../src';

it('exports exactly its public names', () => {
  expect(Object.keys(audioIo).sort()).toEqual([
    'AudioError',
    'decode',
    'encodeWav',
    'load',
    'microphone',
    'probe',
    'registerDecoder',
  ]);
});
