import { createHash } from 'node:crypto';
import { md5Hex } from '../src/flac/md5Hex';

describe('md5Hex', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i * i);
  const expected = createHash('md5').update(bytes).digest('hex');

  it('hashes with Node', () => {
    expect(md5Hex(bytes)).toBe(expected);
  });

  it.each([
    ['there is no Node', undefined],
    ['Node refuses MD5', { createHash, getFips: () => 1 as const }],
  ])('hashes the same where %s', (_, crypto) => {
    const spy = jest.spyOn(process, 'getBuiltinModule').mockReturnValue(crypto as never);
    try {
      expect(md5Hex(bytes)).toBe(expected);
      expect(spy).toHaveBeenCalled();
    } finally {
      spy.mockRestore();
    }
  });
});
