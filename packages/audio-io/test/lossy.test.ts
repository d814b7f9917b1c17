import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAllClose } from '../../../tools/test/expectAllClose';
import { type Decoder, decode, load, probe, registerDecoder } from '../src';
import { errorOf } from './support/errorOf';
import { resealPage } from './support/oggPages';

interface Golden {
  readonly name: string;
  readonly format: 'mp3' | 'vorbis' | 'opus' | 'flac' | 'aac';
  readonly sampleRate: number;
  readonly channels: number;
  readonly samples: number;
  readonly index: number[];
  readonly values: number[][];
  readonly rms: number[];
  readonly file: string;
}

/** Made by tools/golden/lossy.py. */
const goldens: Golden[] = JSON.parse(readFileSync(join(__dirname, 'golden', 'lossy.json'), 'utf8'));
const bytesOf = (golden: Golden) => Uint8Array.from(Buffer.from(golden.file, 'base64'));
const find = (name: string) => bytesOf(goldens.find((golden) => golden.name.startsWith(name))!);
const aac = goldens.filter(({ format }) => format === 'aac');
const inNode = goldens.filter(({ format }) => format !== 'aac');

describe('decode', () => {
  it.each(inNode)('gives what another decoder gives, to the last sample: $name', async (golden) => {
    const { channels, sampleRate, format, bitDepth } = await decode(bytesOf(golden));
    expect([format, sampleRate, bitDepth]).toEqual([
      golden.format,
      golden.sampleRate,
      format === 'flac' ? 16 : undefined,
    ]);
    expect(channels.map((samples) => samples.length)).toEqual(golden.values.map(() => golden.samples));
    const atol = format === 'opus' ? 5e-5 : 1e-6;
    channels.forEach((samples, channel) => {
      const picked = golden.index.map((index) => samples[index]!);
      expectAllClose(picked, golden.values[channel]!, { atol, why: 'float arithmetic of two decoders' });
      const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      expectAllClose([rms], [golden.rms[channel]!], { atol, why: 'the whole channel' });
    });
  });

  it('warns of nothing in sound lossy files', async () => {
    for (const golden of inNode.filter(({ format }) => format !== 'flac')) {
      expect((await decode(bytesOf(golden))).warnings).toEqual([]);
    }
  });

  it('applies the gain in the header of Opus', async () => {
    const bytes = find('Opus, stereo');
    const plain = await decode(bytes);
    // -6.0206 dB in 256ths, in the identification header.
    new DataView(bytes.buffer).setInt16(28 + 16, -1541, true);
    const halved = await decode(resealPage(bytes, 0));
    expectAllClose(
      halved.channels[1]!,
      plain.channels[1]!.map((sample) => sample / 2),
      { rtol: 2e-4, atol: 1e-7, why: 'half, to 1/256 dB' },
    );
  });
});

describe('probe', () => {
  it.each(goldens)('tells rate, channels and length without decoding: $name', async (golden) => {
    const info = await probe(bytesOf(golden));
    // An Ogg FLAC encoder cannot go back to fill in the length, and ADTS has no place for it.
    const samples = golden.format === 'flac' || golden.name === 'AAC in ADTS' ? undefined : golden.samples;
    expect(info).toMatchObject({ format: golden.format, sampleRate: golden.sampleRate, channels: golden.channels });
    expect([info.samples, info.duration]).toEqual([samples, samples && samples / golden.sampleRate]);
  });

  it('estimates the duration of an MP3 that does not tell it, and says so', async () => {
    const bytes = find('MP3, mono');
    const tag = 10 + bytes[9]!;
    const withoutInfo = bytes.subarray(tag + 208);
    const info = await probe(withoutInfo);
    expect(info.samples).toBeUndefined();
    expect(info.warnings).toEqual([expect.stringContaining('estimated')]);
    const { channels } = await decode(withoutInfo);
    expect(Math.abs(info.duration! - channels[0]!.length / 44100)).toBeLessThan(0.1);
  });
});

describe('load', () => {
  it('cuts and mixes lossy files as it does WAV', async () => {
    const bytes = find('Vorbis, stereo');
    const { channels } = await decode(bytes);
    const { samples } = await load(bytes, { sampleRate: null, offset: 0.1, duration: 0.05 });
    const mixed = channels[0]!.map((sample, i) => Math.fround(sample + channels[1]![i]!) / 2).slice(4800, 7200);
    expect([...samples]).toEqual([...mixed]);
  });
});

describe('damage', () => {
  const cut = (bytes: Uint8Array, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));
  const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 4 : byte));
  const opus = find('Opus, mono');
  const vorbis = find('Vorbis, mono');
  const mp3 = find('MP3, mono');

  it.each([
    ['an Opus file cut short', cut(opus, 0.6), 'TRUNCATED', /is cut short/],
    ['a Vorbis file cut short', cut(vorbis, 0.9), 'TRUNCATED', /is cut short/],
    ['an MP3 file cut short', cut(mp3, 0.6), 'TRUNCATED', /MP3 frames found; the Info header at byte \d+ promises 14/],
    [
      'an MP3 file cut within its first frame',
      mp3.subarray(0, 45),
      'TRUNCATED',
      /no whole MP3 frame of audio from byte/,
    ],
    ['a flipped bit in Opus', flipped(opus, 1500), 'CORRUPT', /Ogg page at byte \d+ has checksum/],
    ['a flipped bit in Vorbis', flipped(vorbis, 3900), 'CORRUPT', /Ogg page at byte \d+ has checksum/],
    ['a missing page', without(vorbis, 1), 'CORRUPT', /has number 2; 1 was expected: pages are missing/],
    ['two streams in a row', Uint8Array.from([...opus, ...opus]), 'UNSUPPORTED', /another stream begins/],
    ['another coding in Ogg', resealPage(flipped(opus, 28), 0), 'UNSUPPORTED', /begins with "KpusHead"/],
    ['an M4A without its description', cut(find('AAC in M4A, described at the end'), 0.5), 'TRUNCATED', /no movie box/],
    ['an ADTS file cut short', cut(find('AAC in ADTS'), 0.7), 'TRUNCATED', /ADTS frame at byte \d+ is cut short/],
  ])('is refused: %s', async (_, bytes, code, message) => {
    const error = await errorOf(() => decode(bytes));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('drops what is no frame between two MP3 frames, and says so', async () => {
    const frames = [...mp3.keys()].filter((i) => mp3[i] === 0xff && mp3[i + 1] === 0xfb && mp3[i + 2]! >> 4 === 5);
    const at = frames[3]!;
    const bytes = Uint8Array.from([...mp3.subarray(0, at), ...new Array(50).fill(7), ...mp3.subarray(at)]);
    const { warnings, channels } = await decode(bytes);
    expect(warnings).toEqual([`50 bytes at byte ${at}, between two MP3 frames, are none; dropped`]);
    expect(channels[0]!.length).toBe(14001);
  });

  function without(bytes: Uint8Array, page: number): Uint8Array {
    const starts = [...bytes.keys()].filter((at) => Buffer.from(bytes.subarray(at, at + 4)).toString() === 'OggS');
    return Uint8Array.from([...bytes.subarray(0, starts[page]), ...bytes.subarray(starts[page + 1])]);
  }
});

describe('registerDecoder', () => {
  const tone: Decoder = async () => ({ channels: [Float32Array.of(0.5, -0.5)], sampleRate: 44100 });

  it.each(aac)('without it, Node has no decoder, and the error names ways: $name', async (golden) => {
    const error = await errorOf(() => decode(bytesOf(golden)));
    expect(error.code).toBe('NO_DECODER');
    for (const way of ['ffmpeg', "registerDecoder('aac'", '@audio/decode-aac', 'GPL'])
      expect(error.message).toContain(way);
  });

  it('gives the bytes of the file to the decoder, until it is taken back', async () => {
    const seen: Uint8Array[] = [];
    const takeBack = registerDecoder('aac', async (bytes) => {
      seen.push(bytes);
      return tone(bytes);
    });
    try {
      const bytes = bytesOf(aac[0]!);
      expect(await decode(bytes)).toEqual({
        channels: [Float32Array.of(0.5, -0.5)],
        sampleRate: 44100,
        format: 'aac',
        bitDepth: undefined,
        warnings: [],
      });
      expect(seen).toEqual([bytes]);
    } finally {
      takeBack();
    }
    expect((await errorOf(() => decode(bytesOf(aac[0]!)))).code).toBe('NO_DECODER');
  });

  it('replaces a decoder of our choice, and gives it back', async () => {
    const takeBack = registerDecoder('mp3', tone);
    expect((await decode(find('MP3, mono'))).channels[0]!.length).toBe(2);
    takeBack();
    expect((await decode(find('MP3, mono'))).channels[0]!.length).toBe(14001);
  });

  it.each([
    ['NaN', async () => ({ channels: [Float32Array.of(0, Number.NaN)], sampleRate: 8000 }), 'NON_FINITE', /sample 1/],
    ['no rate', async () => ({ channels: [new Float32Array(2)], sampleRate: 0 }), 'CORRUPT', /it gave 0 Hz/],
    ['no channel', async () => ({ channels: [], sampleRate: 8000 }), 'CORRUPT', /it gave 0 channels/],
    ['an error', async () => Promise.reject(new Error('bad profile')), 'CORRUPT', /aac decoder failed: bad profile/],
  ] as const)('refuses what a decoder gives: %s', async (_, decoder, code, message) => {
    const takeBack = registerDecoder('aac', decoder as Decoder);
    const error = await errorOf(() => decode(bytesOf(aac[0]!)));
    takeBack();
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('refuses other formats and other things than functions', async () => {
    expect((await errorOf(() => registerDecoder('wav' as 'aac', tone))).message).toContain('format is "wav"');
    expect((await errorOf(() => registerDecoder('aac', 7 as unknown as Decoder))).code).toBe('INVALID_ARGUMENT');
  });
});
