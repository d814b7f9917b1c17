import fc from 'fast-check';
import { decode, encodeWav } from '../src';
import { errorOf } from './support/errorOf';

describe('encodeWav', () => {
  it('writes the 44-byte header of the format', () => {
    const bytes = encodeWav({ samples: Float32Array.of(0.5, -1), sampleRate: 48000 });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '52494646280000005741564566' + '6d74201000000001000100' + '80bb00000077010002001000' + '646174610400000000400080',
    );
  });

  it.each([16, 24, 32, '32f'] as const)('is undone by decode for every value that %s bits hold', async (bitDepth) => {
    const scale = bitDepth === 16 ? 2 ** 15 : 2 ** 23;
    const value = fc.integer({ min: -scale, max: scale - 1 }).map((integer) => integer / scale);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 40 }), async (frames) => {
        const channels = [0, 1].map((channel) => Float32Array.from(frames, (frame) => frame[channel]!));
        const decoded = await decode(encodeWav({ channels, sampleRate: 22050 }, { bitDepth }));
        expect(decoded.channels).toEqual(channels);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('clips integers at full scale, keeps floats, and pads an odd data chunk', async () => {
    const clip = { samples: Float32Array.of(1, 2, -2), sampleRate: 8000 };
    expect([...(await decode(encodeWav(clip))).channels[0]!]).toEqual([32767 / 32768, 32767 / 32768, -1]);
    expect([...(await decode(encodeWav(clip, { bitDepth: '32f' }))).channels[0]!]).toEqual([1, 2, -2]);
    expect(encodeWav(clip, { bitDepth: 24 }).length % 2).toBe(0);
  });

  it.each([
    [
      'NaN',
      { samples: Float32Array.of(Number.NaN), sampleRate: 8000 },
      {},
      'NON_FINITE',
      /sample 0 of channel 0 is NaN/,
    ],
    ['a rate of 0', { samples: new Float32Array(1), sampleRate: 0 }, {}, 'INVALID_ARGUMENT', /sampleRate is 0/],
    [
      '12 bits',
      { samples: new Float32Array(1), sampleRate: 8000 },
      { bitDepth: 12 as 16 },
      'INVALID_ARGUMENT',
      /bitDepth is 12/,
    ],
    ['no channel', { channels: [], sampleRate: 8000 }, {}, 'INVALID_ARGUMENT', /0 channels/],
    [
      'two lengths',
      { channels: [new Float32Array(1), new Float32Array(2)], sampleRate: 8000 },
      {},
      'INVALID_ARGUMENT',
      /one length/,
    ],
  ])('refuses %s', async (_, audio, options, code, message) => {
    const error = await errorOf(() => encodeWav(audio, options));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
  });
});
