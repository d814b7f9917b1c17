import { decode } from '../src';
import { errorOf } from './support/errorOf';
import { data, extensible, fmt, riff, text, u16, u32 } from './support/riff';

const samplesOf = async (bytes: Uint8Array) => [...(await decode(bytes)).channels[0]!];
const bytesOf = (array: ArrayBufferView) => [...new Uint8Array(array.buffer)];

describe('encodings', () => {
  it('reads 8-bit unsigned, 16, 24 and 32-bit PCM with full scale negative at -1 exactly', async () => {
    expect(await samplesOf(riff([fmt({ bits: 8 }), { id: 'data', body: [0, 128, 255, 192] }]))).toEqual([
      -1,
      0,
      127 / 128,
      0.5,
    ]);
    expect(await samplesOf(riff([fmt(), data(-32768, 0, 32767, 16384)]))).toEqual([-1, 0, 32767 / 32768, 0.5]);
    const body24 = [0, 0, 0x80, 0, 0, 0, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff];
    expect(await samplesOf(riff([fmt({ bits: 24 }), { id: 'data', body: body24 }]))).toEqual([
      -1,
      0,
      8388607 / 8388608,
      -1 / 8388608,
    ]);
    const body32 = bytesOf(Int32Array.of(-2147483648, 0, 1073741824));
    expect(await samplesOf(riff([fmt({ bits: 32 }), { id: 'data', body: body32 }]))).toEqual([-1, 0, 0.5]);
  });

  it('reads float of 32 and 64 bits, beyond full scale too', async () => {
    const values = [0, -1, 0.25, 1.5];
    expect(
      await samplesOf(riff([fmt({ tag: 3, bits: 32 }), { id: 'data', body: bytesOf(Float32Array.from(values)) }])),
    ).toEqual(values);
    expect(
      await samplesOf(riff([fmt({ tag: 3, bits: 64 }), { id: 'data', body: bytesOf(Float64Array.from(values)) }])),
    ).toEqual(values);
  });

  it('reads WAVE_FORMAT_EXTENSIBLE, and tells the valid bits', async () => {
    const decoded = await decode(riff([extensible(1, 24, 20), { id: 'data', body: [0, 0, 0x40] }]));
    expect([decoded.bitDepth, decoded.channels[0]![0]]).toEqual([20, 0.5]);
    expect(await samplesOf(riff([extensible(3, 32), { id: 'data', body: bytesOf(Float32Array.of(0.5)) }]))).toEqual([
      0.5,
    ]);
  });

  it('separates the channels', async () => {
    const { channels } = await decode(riff([fmt({ channels: 2 }), data(16384, -16384, 8192, -8192)]));
    expect(channels.map((samples) => [...samples])).toEqual([
      [0.5, 0.25],
      [-0.5, -0.25],
    ]);
  });
});

describe('layout', () => {
  it('passes over unknown chunks before, between and after, odd ones with or without their pad byte', async () => {
    const filler = { id: 'FLLR', body: new Array(4044).fill(7) };
    const odd = { id: 'LIST', body: [1, 2, 3] };
    for (const chunks of [
      [filler, fmt(), odd, data(16384), { id: '_PMX', body: [9] }],
      [{ ...odd, isUnpadded: true }, fmt(), data(16384)],
      [data(16384), odd, fmt()],
    ]) {
      const decoded = await decode(riff(chunks));
      expect([[...decoded.channels[0]!], decoded.warnings]).toEqual([[0.5], []]);
    }
  });

  it('takes what is there of a data chunk that is cut short, and says so', async () => {
    const whole = riff([fmt(), data(1, 2, 3, 4)]);
    const decoded = await decode(whole.subarray(0, whole.length - 3));
    expect(decoded.channels[0]!.length).toBe(2);
    expect(decoded.warnings).toEqual([
      'RIFF size at byte 4 claims 44 bytes; the file has 41 left'
        .replace('41', String(whole.length - 11))
        .replace('44', String(whole.length - 8)),
      'data chunk at byte 36 claims 8 bytes; the file has 5 left',
      'data chunk at byte 36 ends with 1 bytes of an incomplete frame of 2; dropped',
    ]);
  });

  it.each([
    ['RIFF size 0', riff([fmt(), data(16384)], 0), 0],
    ['RIFF size one too small', riff([fmt(), data(16384)], 37), 0],
    ['RIFF size of all ones', riff([fmt(), data(16384)], 0xffffffff), 0],
    ['streamed: both sizes all ones', riff([fmt(), { ...data(16384), size: 0xffffffff }], 0xffffffff), 1],
    ['streamed: both sizes 0', riff([fmt(), { ...data(16384), size: 0 }], 0), 1],
    ['block alignment 0', riff([fmt({ blockAlign: 0 }), data(16384)]), 1],
  ])('reads a file with %s', async (_, bytes, warnings) => {
    const decoded = await decode(bytes);
    expect([...decoded.channels[0]!]).toEqual([0.5]);
    expect(decoded.warnings).toHaveLength(warnings);
  });

  it.each(['RF64', 'BW64'])('reads %s, whose sizes have 64 bits', async (name) => {
    const long = (size: number, high = 0) => {
      const sizes = { id: 'ds64', body: [...u32(0), ...u32(0), ...u32(size), ...u32(high), ...new Array(12).fill(0)] };
      const after = { id: 'LIST', body: [1, 2, 3, 4] };
      const bytes = riff([sizes, fmt(), { ...data(16384, -16384), size: 0xffffffff }, after], 0xffffffff);
      bytes.set(text(name));
      return bytes;
    };
    const decoded = await decode(long(4));
    expect([[...decoded.channels[0]!], decoded.warnings]).toEqual([[0.5, -0.5], []]);
    const cut = await decode(long(4, 1));
    expect(cut.channels[0]!.length).toBe(8);
    expect(cut.warnings).toEqual([expect.stringContaining('claims 4,294,967,300 bytes; the file has 16 left')]);
  });

  it('gives no samples and a warning for an empty data chunk', async () => {
    const decoded = await decode(riff([fmt(), data()]));
    expect([decoded.channels[0]!.length, decoded.warnings]).toEqual([0, ['the file holds no sample']]);
  });
});

describe('bad bytes', () => {
  const nan = { id: 'data', body: bytesOf(Float32Array.of(0, Number.NaN)) };
  it.each([
    ['no bytes', new Uint8Array(0), 'EMPTY', 0, /0 bytes/],
    ['another format', Uint8Array.from(text('OggS....')), 'UNKNOWN_FORMAT', 0, /4f 67 67 53/],
    [
      'RIFF that is not WAVE',
      Uint8Array.from([...text('RIFF'), ...u32(4), ...text('AVI ')]),
      'UNKNOWN_FORMAT',
      0,
      /WAVE/,
    ],
    ['RIFX', Uint8Array.from([...text('RIFX'), ...u32(4), ...text('WAVE')]), 'UNSUPPORTED', 0, /RIFX/],
    ['a cut header', Uint8Array.from(text('RIFF')), 'TRUNCATED', 4, /12 bytes/],
    ['no fmt', riff([data(1)]), 'MALFORMED', 22, /"fmt "/],
    ['no data', riff([fmt()]), 'TRUNCATED', 36, /"data"/],
    ['a short fmt', riff([{ id: 'fmt ', body: u16(1) }, data(1)]), 'MALFORMED', 20, /at least 16/],
    ['a cut fmt', riff([fmt()]).subarray(0, 30), 'MALFORMED', 20, /at least 16/],
    ['mu-law', riff([fmt({ tag: 7, bits: 8 }), data(1)]), 'UNSUPPORTED', 20, /0x0007/],
    ['0 channels', riff([fmt({ channels: 0, blockAlign: 2 }), data(1)]), 'MALFORMED', 22, /0 channels/],
    ['65,535 channels', riff([fmt({ channels: 65535, blockAlign: 2 }), data(1)]), 'MALFORMED', 22, /65535 channels/],
    ['rate 0', riff([fmt({ sampleRate: 0 }), data(1)]), 'MALFORMED', 24, /1,000 to 1,536,000/],
    [
      'a lying block alignment',
      riff([fmt({ blockAlign: 5 }), data(1)]),
      'MALFORMED',
      32,
      /is 5; 1 channels of 16 bits need 2/,
    ],
    ['40-bit PCM', riff([fmt({ bits: 40 }), data(1)]), 'UNSUPPORTED', 34, /40 bits/],
    ['16-bit float', riff([fmt({ tag: 3 }), data(1)]), 'UNSUPPORTED', 34, /32 and 64/],
    [
      'an unknown sub-format',
      riff([{ id: 'fmt ', body: [...extensible(1, 16).body.slice(0, 39), 0] }, data(1)]),
      'UNSUPPORTED',
      44,
      /sub-format/,
    ],
    [
      'a short extensible fmt',
      riff([{ id: 'fmt ', body: extensible(1, 16).body.slice(0, 20) }, data(1)]),
      'MALFORMED',
      20,
      /needs 40/,
    ],
    ['NaN', riff([fmt({ tag: 3, bits: 32 }), nan]), 'NON_FINITE', 48, /sample 1 of channel 0/],
  ])('refuses %s', async (_, bytes, code, byteOffset, message) => {
    const error = await errorOf(() => decode(bytes));
    expect({ code: error.code, byteOffset: error.byteOffset }).toEqual({ code, byteOffset });
    expect(error.message).toMatch(message);
  });

  it('refuses what is not bytes', async () => {
    expect((await errorOf(() => decode('speech.wav' as unknown as Uint8Array))).code).toBe('INVALID_ARGUMENT');
  });
});
